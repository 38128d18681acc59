/** A command for a terminal, on one line with a button that copies it. */

import { Copy } from 'lucide-react';
import { useActions } from '../../store/react.tsx';
import css from './Command.module.css';

export function Command({ text }: { readonly text: string }) {
  const { copyText } = useActions();
  return (
    <span className={css.command}>
      <code className={css.text}>{text}</code>
      <button
        type="button"
        className={css.copy}
        aria-label={`Copy ${text}`}
        title="Copy"
        onClick={() => void copyText(text, 'Command')}
      >
        <Copy size={13} aria-hidden="true" />
      </button>
    </span>
  );
}
