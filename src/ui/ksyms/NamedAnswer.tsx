/** A line of a log, or a name: what it tells, what the kernel that is open has of that name, and what to do. */

import type { CheckAnswer, NamedHitRow } from '../../session/ksyms-api.ts';
import { toldSentence } from '../../store/messages/ksyms.ts';
import { adviceText } from '../../store/messages/ksym-advice.ts';
import { Tokens } from '../parts/TokenLines.tsx';
import { TypeLink } from '../parts/TypeLink.tsx';
import { AdviceList } from './Advices.tsx';
import { Kallsyms } from './Kallsyms.tsx';
import css from './Detail.module.css';
import pane from './KsymsPane.module.css';

type Named = Extract<CheckAnswer, { state: 'log' | 'name' }>;

export function NamedAnswer({ answer }: { readonly answer: Named }) {
  const { hits, advice, kernel } = answer;
  const name = answer.state === 'log' ? answer.told.name : answer.name;
  const extern = { name, weak: answer.state === 'log' ? answer.told.weak : null };
  return (
    <section aria-label="Extern">
      <h2 className={css.title}>{name}</h2>
      {answer.state === 'log' && (
        <>
          <p>{toldSentence(answer.told)}</p>
          <pre className={css.printed}>{answer.told.line}</pre>
        </>
      )}
      <AdviceList texts={advice.map((one) => adviceText(one, extern))} />
      <section className={css.part} aria-label="In this kernel">
        <h3>In the kernel that is open</h3>
        {kernel.vmlinux === null && hits.length === 0 && <p>No vmlinux is open.</p>}
        {kernel.vmlinux !== null && hits.length === 0 && (
          <p>
            Neither <code>{kernel.vmlinux.name}</code> nor a module that is open has this name.
          </p>
        )}
        {hits.map((hit) => (
          <Hit key={`${hit.ref.source}:${hit.ref.id}`} hit={hit} />
        ))}
        {hits.length > 0 && <p>To compare prototypes, paste the declaration that the program has.</p>}
        {answer.state === 'name' && <Kallsyms kallsyms={answer.kallsyms} name={name} />}
      </section>
    </section>
  );
}

function Hit({ hit: { where, ref, kind, loaded, kfunc, declaration } }: { readonly hit: NamedHitRow }) {
  return (
    <>
      <p>
        <TypeLink to={ref} words={`in ${where}`}>
          {where}
        </TypeLink>
        {kind === 'func' ? ', a function' : ', a variable'}
        {kfunc === 'kfunc' && ', a kfunc'}
        {kfunc === 'plain' && <b className={pane['warn']}>, no kfunc</b>}
        {!loaded && <b className={pane['warn']}>, switched off</b>}
      </p>
      <p className={css.declaration}>
        <Tokens tokens={declaration} />
      </p>
    </>
  );
}
