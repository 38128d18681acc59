/** What libbpf hands to the kernel: the `.ksyms` section before and after its mending, and the descriptors of modules. */

import type { KsymReport, SectionEntryRow } from '../../session/ksyms-api.ts';
import { countOf } from '../../store/messages/numbers.ts';
import css from './Detail.module.css';

export function Section({ report: { fixup, fdArray } }: { readonly report: KsymReport }) {
  const modules = fdArray.flatMap((name, index) => (name === null ? [] : [{ name, index }]));
  if (!fixup && modules.length === 0) return null;
  return (
    <details className={css.section}>
      <summary>What libbpf hands to the kernel: .ksyms section, fd array</summary>
      <div className={css.sectionBody} tabIndex={0} role="group" aria-label="What libbpf hands to the kernel">
        <h3>fd array</h3>
        {modules.length === 0 ? (
          <p>Empty: no call goes to a module.</p>
        ) : (
          <ol className={css.plainList}>
            {modules.map(({ name, index }) => (
              <li key={index}>
                <code>off={index}</code> BTF of <code>{name}</code>
              </li>
            ))}
          </ol>
        )}
        {fixup && (
          <div className={css.beforeAfter}>
            <Entries caption=".ksyms in the object" size={fixup.sizeBefore} entries={fixup.before} />
            <Entries caption=".ksyms as the kernel gets it" size={fixup.sizeAfter} entries={fixup.after} />
          </div>
        )}
      </div>
    </details>
  );
}

interface EntriesProps {
  readonly caption: string;
  /** Bytes. */
  readonly size: number;
  readonly entries: readonly SectionEntryRow[];
}

function Entries({ caption, size, entries }: EntriesProps) {
  return (
    <table className={css.table}>
      <caption>
        {caption}: {countOf(size, 'byte')}
      </caption>
      <thead>
        <tr>
          <th scope="col">kind</th>
          <th scope="col">name</th>
          <th scope="col">linkage</th>
          <th scope="col">id</th>
          <th scope="col">offset</th>
          <th scope="col">size</th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry, index) => (
          <tr key={index}>
            <td>{entry.kind}</td>
            <td>{entry.name}</td>
            <td>{entry.linkage}</td>
            <td className={css.number}>{entry.id}</td>
            <td className={css.number}>{entry.offset}</td>
            <td className={css.number}>{entry.size}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
