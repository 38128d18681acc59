/** What each loader makes of the object as a whole, a sentence each; both revisions of aya in one where they agree. */

import type { CoreRow, LoadSummary } from '../../session/ksyms-api.ts';
import { LOADER_NAMES, loadSentence } from '../../store/messages/ksyms.ts';
import { useActions } from '../../store/react.tsx';
import { isPlainClick } from '../parts/TypeLink.tsx';
import { useKsymsHref } from '../parts/use-ksyms-href.ts';
import link from '../parts/TypeLink.module.css';
import { toneClass } from './Toned.tsx';
import { useKsymsPlace } from './use-ksyms.ts';
import css from './KsymsPane.module.css';

interface SummaryProps {
  readonly loads: readonly LoadSummary[];
  readonly core: readonly CoreRow[];
}

export function Summary({ loads, core }: SummaryProps) {
  const aya = loads.find(({ loader }) => loader === 'aya');
  const withModules = loads.find(({ loader }) => loader === 'aya-module-btf');
  const asOne = aya !== undefined && withModules !== undefined && saysTheSame(aya, withModules);
  const poisoned = {
    libbpf: core.filter(({ state }) => state === 'poisoned').length,
    aya: core.filter(({ state, aya: other }) => (other?.state ?? state) === 'poisoned').length,
  };
  return (
    <div className={css.summary} role="group" aria-label="Summary">
      {loads
        .filter(({ loader }) => !(asOne && loader === 'aya-module-btf'))
        .map((load) => (
          <Sentence
            key={load.loader}
            name={asOne && load.loader === 'aya' ? 'aya, both revisions' : LOADER_NAMES[load.loader]}
            load={load}
            poisoned={load.loader === 'libbpf' ? poisoned.libbpf : poisoned.aya}
          />
        ))}
    </div>
  );
}

function saysTheSame(a: LoadSummary, b: LoadSummary): boolean {
  return (
    a.stage === b.stage &&
    a.errno === b.errno &&
    a.message === b.message &&
    a.extern === b.extern &&
    a.undecided === b.undecided
  );
}

interface SentenceProps {
  readonly name: string;
  readonly load: LoadSummary;
  readonly poisoned: number;
}

function Sentence({ name, load, poisoned }: SentenceProps) {
  const { before, extern, after, tone } = loadSentence(load, poisoned);
  return (
    <p>
      <b>{name}:</b>{' '}
      <span className={css.sentence} title={load.message ?? undefined}>
        <span className={toneClass(tone)}>
          {before}
          {extern !== null && <ToExtern name={extern} />}
          {after}
        </span>
        {load.message !== null && <code className={css.line}> {load.message}</code>}
      </span>
    </p>
  );
}

function ToExtern({ name }: { readonly name: string }) {
  const { object } = useKsymsPlace();
  const { openKsyms } = useActions();
  const hrefOf = useKsymsHref();
  const part = { part: 'externs', extern: name } as const;
  return (
    <a
      className={link['link']}
      href={hrefOf({ ...part, object })}
      onClick={(event) => {
        if (!isPlainClick(event)) return;
        event.preventDefault();
        openKsyms(part);
      }}
    >
      <code>{name}</code>
    </a>
  );
}
