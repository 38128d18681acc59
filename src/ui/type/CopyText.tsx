/** Puts the whole of a tab on the clipboard, as the reference tools would print it. */

import { Copy } from 'lucide-react';
import type { TextForm, TypePage } from '../../session/api.ts';
import { DEFAULT_LAYOUT } from '../../store/place.ts';
import { useActions, useApp, useClient } from '../../store/react.tsx';
import css from './Panel.module.css';

export interface CopyTextProps {
  readonly page: TypePage;
  readonly form: TextForm;
}

export function CopyText({ page, form }: CopyTextProps) {
  const layout = useApp((state) => (state.place.view === 'type' ? state.place.layout : DEFAULT_LAYOUT));
  const client = useClient();
  const { copyText, notify } = useActions();
  const copy = async (): Promise<void> => {
    try {
      await copyText(await client.text(page.ref, form, layout), 'Text');
    } catch {
      notify('The text could not be copied: the page was asked for something that is no longer open.');
    }
  };
  return (
    <button type="button" className={css.copy} onClick={() => void copy()}>
      <Copy size={13} aria-hidden="true" /> Copy text
    </button>
  );
}
