/** An object's answers, or those of one extern, as text or Markdown on the clipboard, as a JSON file, or as a link. */

import { Copy, Download, Link2 } from 'lucide-react';
import type { SourceInfo } from '../../session/source-api.ts';
import type { KsymText } from '../../session/ksyms-api.ts';
import { useActions, useClient } from '../../store/react.tsx';
import css from './KsymsPane.module.css';

interface TakeAwayProps {
  readonly object: SourceInfo;
  /** One extern; null for all of the object. */
  readonly extern: { readonly index: number; readonly name: string } | null;
}

/** Characters of a name that go into a file's. */
const MAX_NAME = 80;

export function TakeAway({ object, extern }: TakeAwayProps) {
  const client = useClient();
  const { copyText, copyLink, downloadText, notify } = useActions();
  const ask = async (form: KsymText, take: (text: string) => unknown): Promise<void> => {
    try {
      const text = await client.ksymText(object.id, { form, extern: extern?.index ?? null });
      if (text === '') notify(`${object.name} is not open any more.`);
      else await take(text);
    } catch {
      notify('The text could not be made: the page was asked for something that is no longer open.');
    }
  };
  const file = `${[object.name, extern?.name ?? 'ksyms'].map(fileWord).join('.')}.json`;
  return (
    <div className={css.actions}>
      <button
        type="button"
        className={css.action}
        onClick={() => void ask('text', (text) => copyText(text, 'Text'))}
      >
        <Copy size={13} aria-hidden="true" /> Copy as text
      </button>
      <button
        type="button"
        className={css.action}
        onClick={() => void ask('markdown', (text) => copyText(text, 'Markdown'))}
      >
        <Copy size={13} aria-hidden="true" /> Copy as Markdown
      </button>
      <button
        type="button"
        className={css.action}
        title={`Save as ${file}`}
        onClick={() => void ask('json', (text) => downloadText(text, file))}
      >
        <Download size={13} aria-hidden="true" /> Download JSON
      </button>
      <button type="button" className={css.action} title="Copy link (y)" onClick={() => void copyLink()}>
        <Link2 size={13} aria-hidden="true" /> Copy link
      </button>
    </div>
  );
}

const fileWord = (name: string): string => name.slice(0, MAX_NAME).replace(/[^\w.-]/g, '_');
