/** The instructions that use an extern, as they stand in the object and as libbpf leaves them. */

import type { ExternDetail, UseRow } from '../../session/ksyms-api.ts';
import { countOf, groupDigits } from '../../store/messages/numbers.ts';
import { InstructionTable } from './InstructionTable.tsx';
import css from './Detail.module.css';

/** More are not read one by one; the copied text has all. */
const SHOWN = 100;

export function Instructions({ detail: { uses, row, applied } }: { readonly detail: ExternDetail }) {
  if (uses.length === 0) return null;
  return (
    <section className={css.part} aria-label="Instructions">
      <h3>Instructions</h3>
      {!applied && <p>libbpf does not get as far as writing them: they stay as they are.</p>}
      <InstructionTable rows={uses.slice(0, SHOWN).map(instruction)} />
      {row.uses > Math.min(uses.length, SHOWN) && (
        <p>
          {groupDigits(Math.min(uses.length, SHOWN))} of {countOf(row.uses, 'instruction')} are listed.
        </p>
      )}
    </section>
  );
}

const instruction = (use: UseRow) => ({ ...use, after: [use.after] });
