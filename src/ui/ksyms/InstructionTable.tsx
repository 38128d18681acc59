/** Instructions as they stand in an object beside what libbpf makes of them, in words and in fields. */

import type { InsnRow, UseRow } from '../../session/ksyms-api.ts';
import css from './Detail.module.css';
import pane from './KsymsPane.module.css';

export interface Instruction extends Pick<UseRow, 'program' | 'section' | 'insn' | 'origin' | 'poisoned'> {
  readonly before: InsnRow;
  /** Several where each half of a long one becomes one of its own. */
  readonly after: readonly InsnRow[];
}

/** `code` of the instruction of 16 bytes. */
const LD_IMM64 = 0x18;

export function InstructionTable({ rows }: { readonly rows: readonly Instruction[] }) {
  return (
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
          {rows.map((row, index) => (
            <Row key={index} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ row: { program, section, insn, origin, before, after, poisoned } }: { row: Instruction }) {
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
        <Insn insn={before} />
      </td>
      <td>
        {after.map((one, index) => (
          <div key={index}>
            <Insn insn={one} />
          </div>
        ))}
        {poisoned && <b className={pane['bad']}>poisoned</b>}
      </td>
    </tr>
  );
}

function Insn({ insn }: { readonly insn: InsnRow }) {
  return (
    <>
      {insn.text}
      <span className={css.fields}>{fieldsOf(insn)}</span>
    </>
  );
}

/** `0x85 src=2 off=1 imm=104221`; what only a live kernel knows is told in words. */
function fieldsOf({ code, src, off, imm, hi, fdOf }: InsnRow): string {
  const live = fdOf === null ? '(address)' : `(fd of ${fdOf})`;
  const fields = [
    `0x${code.toString(16).padStart(2, '0')}`,
    `src=${src}`,
    `off=${off}`,
    `imm=${imm ?? live}`,
  ];
  if (code === LD_IMM64) fields.push(`imm2=${hi ?? (fdOf === null ? 0 : live)}`);
  return fields.join(' ');
}
