/** Every kfunc of the kernel that is open: searched by name, with its source and prototype. */

import { useState } from 'react';
import type { KfuncRow, KfuncWindow } from '../../session/ksyms-api.ts';
import type { SessionClient } from '../../protocol/client.ts';
import { shortFragment } from '../../store/link/short.ts';
import { NO_KFUNC_TAGS } from '../../store/messages/ksyms.ts';
import { countOf, groupDigits } from '../../store/messages/numbers.ts';
import { DUMP_VMLINUX } from '../../store/messages/problems.ts';
import { DEFAULT_QUERY } from '../../store/place.ts';
import { useActions, useApp, useClient } from '../../store/react.tsx';
import { Command } from '../parts/Command.tsx';
import { focusFirstRow } from '../parts/row-focus.ts';
import { RowTable } from '../parts/RowTable.tsx';
import type { Column } from '../parts/RowTable.tsx';
import { Tokens } from '../parts/TokenLines.tsx';
import { WindowCache } from '../parts/window-cache.ts';
import { useKsymAnswer, useKsymsPlace } from './use-ksyms.ts';
import css from './KsymsPane.module.css';
import columns from './columns.module.css';

/** Rows asked for with the count. */
const FIRST = 100;

const COLUMNS: readonly Column<KfuncRow>[] = [
  { name: 'name', cell: ({ name }) => name, title: ({ name }) => name },
  {
    name: 'source',
    cell: ({ sourceName, loaded }) => (
      <>
        {sourceName}
        {!loaded && <span className={css.warn}> off</span>}
      </>
    ),
    title: ({ sourceName, loaded }) => (loaded ? sourceName : `${sourceName}, which is switched off`),
  },
  {
    name: 'prototype',
    className: columns['fourth'],
    cell: ({ prototype }) => <Tokens tokens={prototype} />,
    title: ({ prototype }) => prototype.map(({ text }) => text).join(''),
  },
];

export function KfuncsTab() {
  const client = useClient();
  const { search } = useKsymsPlace();
  const { changeKsyms } = useActions();
  const { value, stale, failure } = useKsymAnswer(`kfuncs ${JSON.stringify(search)}`, () =>
    client.kfuncs({ text: search }, 0, FIRST),
  );
  return (
    <section className={`${css.list} ${css.fill}`} aria-label="Kfuncs">
      <div className={css.bar}>
        <input
          type="search"
          className={css.search}
          aria-label="Search kfuncs"
          placeholder="Search kfuncs: bpf_skb_ct, _release"
          autoComplete="off"
          spellCheck={false}
          value={search}
          onChange={(event) => changeKsyms({ search: event.target.value })}
          onKeyDown={(event) => {
            if (event.key !== 'ArrowDown') return;
            event.preventDefault();
            focusFirstRow();
          }}
        />
        <span className={css.amount} aria-live="polite">
          {value && amountOf(value)}
        </span>
      </div>
      {failure && <p role="alert">The kfuncs could not be listed: {failure}</p>}
      {value && <Untagged window={value} />}
      {value && <List window={value} search={search} stale={stale} />}
    </section>
  );
}

function amountOf({ count, of }: KfuncWindow): string {
  return count === of ? countOf(of, 'kfunc') : `${groupDigits(count)} of ${countOf(of, 'kfunc')}`;
}

function Untagged({ window: { untagged, of } }: { readonly window: KfuncWindow }) {
  const { search } = useKsymsPlace();
  const { setQuery, closeType } = useActions();
  const searchFunctions = () => {
    setQuery({ ...DEFAULT_QUERY, text: `func ${search || 'bpf_'}` });
    closeType();
  };
  const anyKernel = useApp(({ workspace }) => workspace.sources.some(({ role }) => role === 'base'));
  if (!anyKernel)
    return (
      <div className={css.page}>
        <p>No vmlinux is open, so there are no kfuncs to list.</p>
        <p>
          <Command text={DUMP_VMLINUX} />
        </p>
      </div>
    );
  if (untagged.length > 0)
    return (
      <p className={css.note} role="note">
        {untagged.join(', ')} {untagged.length === 1 ? 'has' : 'have'} no tag on any function. {NO_KFUNC_TAGS}{' '}
        Its kfuncs are among all functions, and cannot be told apart.{' '}
        <button type="button" onClick={searchFunctions}>
          Search all functions
        </button>
      </p>
    );
  return of === 0 ? <p className={css.note}>No kfunc is in what is open.</p> : null;
}

interface ListProps {
  readonly window: KfuncWindow;
  readonly search: string;
  readonly stale: boolean;
}

function List({ window, search, stale }: ListProps) {
  const { openType } = useActions();
  const { cache, want } = useKfuncRows(window, search, stale);
  if (window.of === 0) return null;
  if (window.count === 0)
    return (
      <p className={css.page}>
        No kfunc has <code>{search}</code> in its name.
      </p>
    );
  return (
    <RowTable
      label="List of kfuncs"
      pane={`ksyms/kfuncs/${search}`}
      className={columns['kfuncs']}
      columns={COLUMNS}
      count={window.count}
      rowAt={(index) => cache.row(index)}
      hrefOf={({ ref, name, sourceName }) => shortFragment(ref, `func ${name}`, sourceName)}
      onOpen={({ ref }) => openType(ref)}
      isDim={({ loaded }) => !loaded}
      busy={stale}
      onSight={want}
    />
  );
}

interface HeldRows {
  readonly window: KfuncWindow;
  readonly cache: WindowCache<KfuncRow>;
  readonly want: (first: number, last: number) => void;
}

/** The rows of an answer; those of the one before stand in while more is being opened. */
function useKfuncRows(window: KfuncWindow, search: string, stale: boolean): HeldRows {
  const client = useClient();
  const [, redraw] = useState(0);
  const make = (before: WindowCache<KfuncRow> | null) =>
    heldRows(client, window, search, () => redraw((n) => n + 1), before);
  const [held, hold] = useState(() => make(null));
  if (held.window === window || stale) return held;
  const next = make(null);
  hold(next);
  return next;
}

function heldRows(
  client: SessionClient,
  window: KfuncWindow,
  text: string,
  arrived: () => void,
  before: WindowCache<KfuncRow> | null,
): HeldRows {
  const fetch = async (from: number, count: number) => (await client.kfuncs({ text }, from, count)).rows;
  const cache = new WindowCache({ count: window.count, first: window.rows, fetch, arrived }, before);
  return { window, cache, want: (first, last) => cache.want(first, last) };
}
