/** The keys, what the search understands, and what Ksyms needs, in a dialog. */

import { useActions, useApp } from '../../store/react.tsx';
import { KEY_HELP } from '../keys/keys.ts';
import { PageDialog } from '../parts/PageDialog.tsx';
import css from './Help.module.css';

const QUERY_HELP: readonly (readonly [query: string, finds: string])[] = [
  ['nf_conn', 'names with this in them, in any case; exact and leading hits first'],
  ['struct sk_buff', 'a kind and a name'],
  ['kind:func', 'one kind'],
  ['mod:nf_conntrack', 'sources with this in their name'],
  ['mod:net/*', 'sources in a directory net; with mod:drivers/net/** also in those below it'],
  ['task_struct.pid', 'where a member lies, through pointers too: task_struct.mm.pgd'],
  ['task_struct+0x2f0', 'what lies at an offset, in bytes'],
  ['size:>4096', 'larger than so many bytes; also < >= <= and ='],
  ['sk_*_cb', 'a glob over the whole name'],
  ['/^bpf_.*_ctx$/', 'a regular expression'],
  ['list -hlist', 'a minus takes hits away'],
  ['#1234', 'a type id; of a module: nf_conntrack:[112901]'],
];

const KSYMS_HELP: readonly (readonly [what: string, does: string])[] = [
  [
    'BPF object',
    'drop prog.bpf.o beside vmlinux: its externs, CO-RE relocations, and what libbpf and aya make of them',
  ],
  ['kallsyms', 'drop /proc/kallsyms or System.map for externs without a type'],
  ['Modules', 'in Sources: switch one off as if it were not loaded, list them as loaded, paste a load order'],
  ['Kfuncs', 'all functions that programs may call, with their prototypes'],
  ['Check', 'paste a line of a log, a C declaration or a name'],
];

export function Help() {
  const open = useApp((state) => state.overlay === 'help');
  const { setOverlay } = useActions();
  return (
    <PageDialog title="Help" label="Keys and search" open={open} onClose={() => setOverlay('none')}>
      <h3>Keys</h3>
      <dl className={css.table}>
        {KEY_HELP.map(([keys, does]) => (
          <div key={does} className={css.row}>
            <dt>
              {keys.map((key) => (
                <kbd key={key} className={css.key}>
                  {key}
                </kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <h3>Search</h3>
      <dl className={css.table}>
        {QUERY_HELP.map(([query, finds]) => (
          <div key={query} className={css.row}>
            <dt>
              <code>{query}</code>
            </dt>
            <dd>{finds}</dd>
          </div>
        ))}
      </dl>
      <h3>Ksyms</h3>
      <dl className={css.table}>
        {KSYMS_HELP.map(([what, does]) => (
          <div key={what} className={css.row}>
            <dt>{what}</dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <p className={css.privacy}>
        Files stay in this tab: nothing is uploaded. How much room they take, and how fast answers come, is in{' '}
        <button type="button" className={css.way} onClick={() => setOverlay('diagnostics')}>
          Diagnostics
        </button>
        .
      </p>
    </PageDialog>
  );
}
