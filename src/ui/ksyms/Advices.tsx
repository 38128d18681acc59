/** What a person can do about an extern; where the page itself can do it, with the button. */

import type { ExternDetail, KernelFacts } from '../../session/ksyms-api.ts';
import { shortFragment, shortTarget } from '../../store/link/short.ts';
import { adviceText, missingAdvice } from '../../store/messages/ksym-advice.ts';
import type { AdviceText, SimilarName } from '../../store/messages/ksym-advice.ts';
import { useActions, useApp } from '../../store/react.tsx';
import { Command } from '../parts/Command.tsx';
import { isPlainClick } from '../parts/TypeLink.tsx';
import link from '../parts/TypeLink.module.css';
import { Quoted } from './Quoted.tsx';
import css from './Detail.module.css';

/** No source and no id. */
const UNKNOWN = { source: 0, id: 0 };

interface AdvicesProps {
  readonly detail: Pick<ExternDetail, 'row' | 'hits' | 'steps' | 'advice'>;
  readonly kernel: KernelFacts | null;
}

export function Advices({ detail, kernel }: AdvicesProps) {
  const { row, advice } = detail;
  const told = advice.map((one) => adviceText(one, row));
  // Switching a module on is the better advice than that something is missing.
  const missing = told.some(({ switchOn }) => switchOn.length > 0) ? null : missingAdvice(detail, kernel);
  return <AdviceList texts={missing ? [missing, ...told] : told} />;
}

export function AdviceList({ texts }: { readonly texts: readonly AdviceText[] }) {
  if (texts.length === 0) return null;
  return (
    <section className={css.part} aria-label="What to do">
      <h3>What to do</h3>
      <ul className={css.advices}>
        {texts.map((text) => (
          <li key={text.sentence} className={css.advice}>
            <OneAdvice text={text} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function OneAdvice({ text: { sentence, next, command, switchOn, names } }: { readonly text: AdviceText }) {
  return (
    <>
      <p>
        <Quoted text={sentence} />
      </p>
      {next !== '' && (
        <p className={css.next}>
          <Quoted text={next} />
        </p>
      )}
      {command !== null && (
        <p>
          <Command text={command} />
        </p>
      )}
      {switchOn.length > 0 && <SwitchOn modules={switchOn} />}
      {names.length > 0 && (
        <ul className={css.names}>
          {names.map((name) => (
            <li key={`${name.module ?? ''}:${name.name}`}>
              <Similar name={name} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function SwitchOn({ modules }: { readonly modules: readonly string[] }) {
  const sources = useApp(({ workspace }) => workspace.sources);
  const { setLoaded } = useActions();
  const off = sources.filter(
    ({ role, loaded, name }) => role === 'module' && !loaded && modules.includes(name),
  );
  return (
    <p className={css.buttons}>
      {off.map(({ id, name }) => (
        <button key={id} type="button" onClick={() => void setLoaded([id], true)}>
          Switch {name} on
        </button>
      ))}
    </p>
  );
}

/** A name that may have been meant, linked to what it names: found by name, since nothing else is known of it. */
function Similar({ name: { name, module, loaded, kfunc } }: { readonly name: SimilarName }) {
  const { openLink } = useActions();
  const where = `in ${module ?? 'vmlinux'}${loaded ? '' : ', which is switched off'}`;
  const source = module ?? 'vmlinux';
  return (
    <>
      <a
        className={link['link']}
        href={shortFragment(UNKNOWN, name, source)}
        onClick={(event) => {
          if (!isPlainClick(event)) return;
          event.preventDefault();
          openLink(shortTarget(UNKNOWN, name, source));
        }}
      >
        <code>{name}</code>
      </a>{' '}
      {where}
      {kfunc && ', a kfunc'}
      {!loaded && module !== null && <SwitchOn modules={[module]} />}
    </>
  );
}
