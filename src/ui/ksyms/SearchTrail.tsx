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
  const groups = grouped(steps);
  const last = groups.findLast(({ members }) => members.length > 1);
  return (
    <section className={css.part} aria-label="Search">
      <h3>Where it was looked for</h3>
      {steps.length > 0 && (
        <ol className={css.trail}>
          {groups.map((group) => (
            <li key={group.from}>
              <Step
                members={group.members}
                wanted={row.kind}
                unlisted={group === last ? searched - listedOf(steps) : 0}
              />
            </li>
          ))}
        </ol>
      )}
      <Kallsyms kallsyms={kallsyms} name={row.name} />
    </section>
  );
}

/** Steps of the search itself, which ends at the first hit; what else has the name comes behind them. */
function listedOf(steps: readonly SearchStep[]): number {
  const end = steps.findIndex(({ result }) => result === 'hit');
  return end >= 0 ? end + 1 : steps.filter(({ result }) => result !== 'not-loaded').length;
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

interface StepProps {
  readonly members: readonly SearchStep[];
  readonly wanted: 'func' | 'var' | null;
  /** Places without it that were searched as well, and are not listed. */
  readonly unlisted: number;
}

function Step({ members, wanted, unlisted }: StepProps) {
  const [first] = members;
  if (members.length > 1)
    return (
      <details>
        <summary>
          {countOf(members.length + unlisted, 'module')}: <Toned word={stepWord('none', wanted)} />
        </summary>
        <p className={css.modules}>
          {members.map(({ name }) => name).join(', ')}
          {unlisted > 0 && ` and ${groupDigits(unlisted)} more`}
        </p>
      </details>
    );
  return (
    <>
      <code>{first.name}</code> <Toned word={stepWord(first.result, wanted)} />
    </>
  );
}
