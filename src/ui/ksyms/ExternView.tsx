/** All that is known of one extern: what to do, both prototypes, what each loader says, the search, the instructions. */

import type { ExternDetail, ExternRow, KernelFacts } from '../../session/ksyms-api.ts';
import { bindingWord, externWord } from '../../store/messages/ksyms.ts';
import { countOf } from '../../store/messages/numbers.ts';
import { Tokens } from '../parts/TokenLines.tsx';
import { Advices } from './Advices.tsx';
import { Instructions } from './Instructions.tsx';
import { Prototypes } from './Prototypes.tsx';
import { SearchTrail } from './SearchTrail.tsx';
import { Verdicts } from './Verdicts.tsx';
import css from './Detail.module.css';

/** What it is, in a line, and how the object declares it. */
export function ExternHead({ row, pasted = false }: { readonly row: ExternRow; readonly pasted?: boolean }) {
  const facts = [externWord(row), bindingWord(row), row.section ?? 'in no section of externs'];
  const use =
    row.uses === 0
      ? 'no instruction uses it'
      : `${countOf(row.uses, 'instruction')} in ${row.programs.join(', ')}`;
  return (
    <>
      <p className={css.facts}>
        {[...facts, ...(pasted ? [] : [use])].map((fact) => (
          <span key={fact}>{fact}</span>
        ))}
      </p>
      {row.declaration.length > 0 && (
        <p className={css.declaration}>
          <Tokens tokens={row.declaration} />
        </p>
      )}
    </>
  );
}

interface ExternViewProps {
  readonly detail: ExternDetail;
  readonly kernel: KernelFacts | null;
  /** Whether it is made from a pasted text, which no program uses. */
  readonly pasted?: boolean;
}

export function ExternView({ detail, kernel, pasted = false }: ExternViewProps) {
  return (
    <>
      <Advices detail={detail} kernel={kernel} />
      <Prototypes hits={detail.hits} />
      <Verdicts verdicts={detail.row.verdicts} />
      <SearchTrail detail={detail} />
      {!pasted && <Instructions detail={detail} />}
    </>
  );
}
