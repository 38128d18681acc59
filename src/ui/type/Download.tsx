/** Saves a text as a file: that of the type, or the same of everything in its source, as the reference tools print it. */

import { Download as Icon } from 'lucide-react';
import { useState } from 'react';
import type { TypePage, TypeText } from '../../session/type-api.ts';
import { DEFAULT_C } from '../../store/place.ts';
import { useActions, useApp, useClient } from '../../store/react.tsx';
import { fileNameOf, wholeFileName, wholeOf } from './output-texts.ts';
import css from './Panel.module.css';

interface DownloadProps {
  readonly page: TypePage;
  readonly text: TypeText;
}

type Scope = 'type' | 'source';

export function Download({ page, text }: DownloadProps) {
  const [chosen, choose] = useState<Scope>('type');
  const choice = useApp(({ place }) => (place.view === 'type' ? place.c : DEFAULT_C));
  const { downloadWhole } = useActions();
  const save = useSaveText(page, text);
  const scope = text.form === 'everything' ? 'source' : chosen;
  const whole = wholeOf(text, choice);
  const file = scope === 'type' ? fileNameOf(page, text) : wholeFileName(page, whole);
  const download = (): Promise<void> =>
    scope === 'type' ? save(file) : downloadWhole(page.ref.source, whole, file);
  return (
    <span className={css.pair}>
      <button type="button" className={css.action} title={`Save as ${file}`} onClick={() => void download()}>
        <Icon size={13} aria-hidden="true" /> Download
      </button>
      {text.form !== 'everything' && (
        <select
          aria-label="What to save"
          value={scope}
          onChange={(event) => choose(event.target.value === 'type' ? 'type' : 'source')}
        >
          <option value="type">this type</option>
          <option value="source">all of {page.sourceName.slice(0, 40)}</option>
        </select>
      )}
    </span>
  );
}

function useSaveText({ ref }: TypePage, text: TypeText): (file: string) => Promise<void> {
  const client = useClient();
  const { downloadText, notify } = useActions();
  return async (file) => {
    try {
      downloadText(await client.text(ref, text), file);
    } catch {
      notify(`${file} could not be written: what it is about is no longer open.`);
    }
  };
}
