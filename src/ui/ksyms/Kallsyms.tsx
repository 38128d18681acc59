/** What kallsyms has of a name: addresses, letters, modules. */

import type { ExternDetail } from '../../session/ksyms-api.ts';
import { countOf } from '../../store/messages/numbers.ts';
import css from './Detail.module.css';

/** Of a name that is there a hundred times so many are shown. */
const SHOWN = 20;

export function Kallsyms({
  kallsyms,
  name,
}: {
  readonly kallsyms: ExternDetail['kallsyms'];
  readonly name: string;
}) {
  if (kallsyms === null) return null;
  if (kallsyms.state === 'not-open') return <p>kallsyms would be asked, and is not open.</p>;
  const { found, entries } = kallsyms;
  if (found === 0) return <p>kallsyms does not have it.</p>;
  return (
    <table className={css.table}>
      <caption>
        {countOf(found, 'entry', 'entries')} of <code>{name}</code> in kallsyms
        {found > SHOWN && `, ${SHOWN} of them here`}
      </caption>
      <thead>
        <tr>
          <th scope="col">address</th>
          <th scope="col">letter</th>
          <th scope="col">module</th>
        </tr>
      </thead>
      <tbody>
        {entries.slice(0, SHOWN).map(({ address, type, module }, index) => (
          <tr key={index}>
            <td>{address}</td>
            <td>{type}</td>
            <td>{module ?? 'kernel'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
