/** Where an extern was looked for, in order, and what each place said; then kallsyms. */

import type { ExternDetail, SearchStep } from '../../session/ksyms-api.ts';
import { stepWord } from '../../store/messages/ksyms.ts';
import { countOf, groupDigits } from '../../store/messages/numbers.ts';
import { Kallsyms } from './Kallsyms.tsx';
import { Toned } from './Toned.tsx';
import css from './Detail.module.css';

export function SearchTrail({ detail }: { readonly detail: ExternDetail }) {
  const { steps, searched, kallsyms, row } = detail;
  if (steps.length === 0 && kallsyms === null) return null;
  return (
    <section className={css.part} aria-label="Search">
      <h3>Where it was looked for</h3>
      {steps.length > 0 && (
        <ol className={css.trail}>
          {grouped(steps).map(({ from, members }) => (
            <li key={from}>
              <Step members={members} wanted={row.kind} />
            </li>
          ))}
        </ol>
      )}
      {searched > steps.length && (
        <p>
          {groupDigits(searched)} places were searched; {countOf(searched - steps.length, 'place')} without it
          are not listed.
        </p>
      )}
      <Kallsyms kallsyms={kallsyms} name={row.name} />
    </section>
  );
}

interface Group {
  /** Index of the first member. */
  readonly from: number;
  readonly members: readonly SearchStep[];
}

/** From so many places without it in a row on they are told as one. */
const MANY = 4;

function grouped(steps: readonly SearchStep[]): Group[] {
  const groups: { from: number; members: SearchStep[] }[] = [];
  for (const [index, step] of steps.entries()) {
    const last = groups.at(-1);
    // vmlinux is told by itself.
    if (last && index > 1 && step.result === 'none' && last.members[0].result === 'none')
      last.members.push(step);
    else groups.push({ from: index, members: [step] });
  }
  return groups.flatMap(({ from, members }) =>
    members.length < MANY
      ? members.map((step, i) => ({ from: from + i, members: [step] }))
      : [{ from, members }],
  );
}

function Step({
  members,
  wanted,
}: {
  readonly members: readonly SearchStep[];
  readonly wanted: 'func' | 'var' | null;
}) {
  const [first] = members;
  if (members.length > 1)
    return (
      <details>
        <summary>
          {members.length} modules: <Toned word={stepWord('none', wanted)} />
        </summary>
        <p className={css.modules}>{members.map(({ name }) => name).join(', ')}</p>
      </details>
    );
  return (
    <>
      <code>{first.name}</code> <Toned word={stepWord(first.result, wanted)} />
    </>
  );
}
