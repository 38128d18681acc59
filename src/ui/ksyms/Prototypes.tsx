/** The object's declaration and the kernel's, side by side, row by row; the first difference is marked with a word. */

import type { ExternHit, PrototypeRow } from '../../session/ksyms-api.ts';
import { Tokens } from '../parts/TokenLines.tsx';
import { TypeLink } from '../parts/TypeLink.tsx';
import { Quoted } from './Quoted.tsx';
import css from './Detail.module.css';
import pane from './KsymsPane.module.css';

export function Prototypes({ hits }: { readonly hits: readonly ExternHit[] }) {
  const [deciding, ...others] = hits;
  if (!deciding) return null;
  return (
    <section className={css.part} aria-label="Comparison">
      <h3>The object and the kernel</h3>
      <Sides hit={deciding} />
      {others.map((hit) => (
        <details key={`${hit.ref.source}:${hit.ref.id}`}>
          <summary>
            Also in {hit.where}
            {hit.loaded ? ', where it is not looked for any more' : ', which is switched off'}
            {hit.compatible ? '; compatible' : '; not compatible'}
          </summary>
          <Sides hit={hit} />
        </details>
      ))}
    </section>
  );
}

function partWords({ part, argument }: PrototypeRow): string {
  return part === 'argument' ? `argument ${argument}` : part;
}

function Sides({ hit }: { readonly hit: ExternHit }) {
  const { where, ref, compatible, difference, sides, kfunc, loaded } = hit;
  return (
    <>
      <p>
        <b className={compatible ? pane['good'] : pane['bad']}>
          {compatible ? 'Compatible' : 'Not compatible'}
        </b>{' '}
        with{' '}
        <TypeLink to={ref} words={`in ${where}`}>
          {where}
        </TypeLink>
        {!loaded && ' (switched off)'}
        {kfunc === 'kfunc' && ', a kfunc'}
        {kfunc === 'plain' && <b className={pane['warn']}>, no kfunc</b>}
        {difference !== null && (
          <>
            : <Quoted text={difference} />
          </>
        )}
      </p>
      <div className={css.wide} tabIndex={0} role="group" aria-label={`Prototypes, ${where}`}>
        <table className={`${css.table} ${css.prototypes}`}>
          <thead>
            <tr>
              <th scope="col">
                <span className={css.unseen}>part</span>
              </th>
              <th scope="col">object</th>
              <th scope="col">{where}</th>
            </tr>
          </thead>
          <tbody>
            {sides.map((row, index) => (
              <tr key={index} className={row.differs ? css.differs : undefined}>
                <th scope="row">
                  {partWords(row)} {row.differs && <b>differs</b>}
                </th>
                <td>{row.local.length === 0 ? <i>none</i> : <Tokens tokens={row.local} />}</td>
                <td>{row.kernel.length === 0 ? <i>none</i> : <Tokens tokens={row.kernel} />}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
