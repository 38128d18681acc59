/** What each loader makes of an extern, and what it prints, verbatim. */

import type { VerdictRow, VerdictRows } from '../../session/ksyms-api.ts';
import {
  LOADERS,
  LOADER_NAMES,
  ayaAgrees,
  outcomeSentence,
  outcomeWord,
} from '../../store/messages/ksyms.ts';
import { Toned } from './Toned.tsx';
import css from './Detail.module.css';

export function Verdicts({ verdicts }: { readonly verdicts: VerdictRows }) {
  const { aya, 'aya-module-btf': withModules } = verdicts;
  const asOne = ayaAgrees(verdicts) && aya.message === withModules.message && aya.btfId === withModules.btfId;
  const rows: readonly (readonly [name: string, verdict: VerdictRow])[] = asOne
    ? [
        [LOADER_NAMES.libbpf, verdicts.libbpf],
        ['aya, both revisions', aya],
      ]
    : LOADERS.map((loader) => [LOADER_NAMES[loader], verdicts[loader]]);
  return (
    <section className={css.part} aria-label="Loaders">
      <h3>What the loaders say</h3>
      <dl className={css.verdicts}>
        {rows.map(([name, verdict]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <b>
                <Toned word={outcomeWord(verdict)} />
              </b>{' '}
              <span>{outcomeSentence(verdict)}</span>
              {verdict.message !== null && (
                <pre className={css.printed} tabIndex={0} aria-label={`What ${name} prints`} role="group">
                  {verdict.message}
                </pre>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
