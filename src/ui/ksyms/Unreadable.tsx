/** A pasted text that cannot be read: why, and the place, as a line with a mark under it. */

import { Quoted } from './Quoted.tsx';
import css from './Detail.module.css';
import pane from './KsymsPane.module.css';

interface UnreadableProps {
  readonly text: string;
  readonly why: string;
  /** In characters from the start of the text. */
  readonly at: number;
}

/** Characters of the line before and after the place. */
const AROUND = 60;

export function Unreadable({ text, why, at }: UnreadableProps) {
  const place = Math.min(Math.max(at, 0), text.length);
  const start = text.lastIndexOf('\n', place - 1) + 1;
  const end = text.indexOf('\n', place);
  const from = Math.max(start, place - AROUND);
  const shown = text.slice(from, Math.min(end < 0 ? text.length : end, place + AROUND)).replaceAll('\t', ' ');
  const line = text.slice(0, start).split('\n').length;
  return (
    <div role="note" aria-label="Cannot be read">
      <p>
        <b className={pane['bad']}>This cannot be read:</b> <Quoted text={why} />, at line {line}, character{' '}
        {place - start + 1}.
      </p>
      <pre className={css.printed}>
        {`${shown}\n${' '.repeat(place - from)}`}
        <b className={pane['bad']} aria-hidden="true">
          ^
        </b>
      </pre>
      <p>
        A whole C declaration is read, such as <code>extern int name(struct type *arg) __ksym;</code>, or a
        line that libbpf or the verifier printed about an extern.
      </p>
    </div>
  );
}
