/** The keys and what the search understands, in a dialog. */

import { useActions, useApp } from '../../store/react.tsx';
import { KEY_HELP } from '../keys/keys.ts';
import { PageDialog } from '../parts/PageDialog.tsx';
import css from './Help.module.css';

const QUERY_HELP: readonly (readonly [query: string, finds: string])[] = [
  ['nf_conn', 'names with this in them, in any case; exact and leading hits first'],
  ['struct sk_buff', 'a kind and a name'],
  ['kind:func', 'one kind'],
  ['mod:nf_conntrack', 'one source'],
  ['size:>4096', 'larger than so many bytes; also < >= <= and ='],
  ['sk_*_cb', 'a glob over the whole name'],
  ['/^bpf_.*_ctx$/', 'a regular expression'],
  ['list -hlist', 'a minus takes hits away'],
  ['#1234', 'a type id; of a module: nf_conntrack:[112901]'],
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
