/** The instructions that use an extern, as they stand in the object and as libbpf leaves them. */

import type { ExternDetail, InsnRow, UseRow } from '../../session/ksyms-api.ts';
import { countOf, groupDigits } from '../../store/messages/numbers.ts';
import css from './Detail.module.css';
import pane from './KsymsPane.module.css';

/** More are not read one by one; the copied text has all. */
const SHOWN = 100;

export function Instructions({ detail: { uses, row, applied } }: { readonly detail: ExternDetail }) {
  if (uses.length === 0) return null;
  return (
    <section className={css.part} aria-label="Instructions">
      <h3>Instructions</h3>
      {!applied && <p>libbpf does not get as far as writing them: they stay as they are.</p>}
      <div className={css.wide} tabIndex={0} role="group" aria-label="Instructions before and after">
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col">program</th>
              <th scope="col" className={css.number}>
                insn
              </th>
              <th scope="col">before</th>
              <th scope="col">after libbpf</th>
            </tr>
          </thead>
          <tbody>
            {uses.slice(0, SHOWN).map((use, index) => (
              <Use key={index} use={use} />
            ))}
          </tbody>
        </table>
      </div>
      {row.uses > Math.min(uses.length, SHOWN) && (
        <p>
          {groupDigits(Math.min(uses.length, SHOWN))} of {countOf(row.uses, 'instruction')} are listed.
        </p>
      )}
    </section>
  );
}

function Use({ use }: { readonly use: UseRow }) {
  const { program, section, insn, origin, before, after, poisoned } = use;
  return (
    <tr>
      <td title={`section ${section}`}>
        {program}
        {origin && (
          <span className={css.fields}>
            from {origin.program} {origin.insn}
          </span>
        )}
      </td>
      <td className={css.number}>{insn}</td>
      <td>
        <Insn insn={before} form={use.form} />
      </td>
      <td>
        <Insn insn={after} form={use.form} />
        {poisoned && <b className={pane['bad']}>poisoned</b>}
      </td>
    </tr>
  );
}

function Insn({ insn, form }: { readonly insn: InsnRow; readonly form: UseRow['form'] }) {
  return (
    <>
      {insn.text}
      <span className={css.fields}>{fieldsOf(insn, form)}</span>
    </>
  );
}

/** `0x85 src=2 off=1 imm=104221`; what only a live kernel knows is told in words. */
function fieldsOf({ code, src, off, imm, hi, fdOf }: InsnRow, form: UseRow['form']): string {
  const live = fdOf === null ? '(address)' : `(fd of ${fdOf})`;
  const fields = [
    `0x${code.toString(16).padStart(2, '0')}`,
    `src=${src}`,
    `off=${off}`,
    `imm=${imm ?? live}`,
  ];
  if (form === 'ld_imm64') fields.push(`imm2=${hi ?? (fdOf === null ? 0 : live)}`);
  return fields.join(' ');
}
