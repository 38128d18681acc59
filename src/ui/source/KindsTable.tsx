/** How many types of each kind a source has; a kind leads to the list of them. */

import type { KindWord } from '../../session/source-api.ts';
import type { SourcePage } from '../../session/source-page-api.ts';
import { groupDigits } from '../../store/messages/numbers.ts';
import { useActions } from '../../store/react.tsx';
import { KindBadge } from '../parts/KindBadge.tsx';
import css from './SourcePane.module.css';

export function KindsTable({ page: { info, kinds } }: { readonly page: SourcePage }) {
  const { setQuery } = useActions();
  const inKernel = kinds.some((kind) => kind.inKernel !== null);
  const list = (kind: KindWord, named: number): void =>
    setQuery({ text: '', kinds: [kind], anonymous: named === 0, sources: [info.id], directory: '' });
  return (
    <table className={css.kinds}>
      <caption>Types by kind</caption>
      <thead>
        <tr>
          <th scope="col">kind</th>
          <th scope="col">with a name</th>
          <th scope="col">without</th>
          {inKernel && <th scope="col">in the kernel</th>}
        </tr>
      </thead>
      <tbody>
        {kinds.map(({ kind, named, nameless, inKernel: all }) => (
          <tr key={kind}>
            <th scope="row">
              <KindBadge kind={kind} />{' '}
              {named + nameless > 0 ? (
                <button
                  type="button"
                  className={css.word}
                  title={`List them: ${kind} in ${info.name}`}
                  onClick={() => list(kind, named)}
                >
                  {kind}
                </button>
              ) : (
                kind
              )}
            </th>
            <td>{groupDigits(named)}</td>
            <td>{groupDigits(nameless)}</td>
            {inKernel && <td>{groupDigits(all ?? 0)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
