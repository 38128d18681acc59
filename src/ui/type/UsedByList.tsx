/** The groups and rows of Used by, flattened into one list. */

import { ChevronDown, ChevronRight } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { Relation, TypePage, UsedBy, UsedByGroup, UsedByRow } from '../../session/type-api.ts';
import { useClient } from '../../store/react.tsx';
import type { SessionClient } from '../../protocol/client.ts';
import { groupDigits } from '../../store/messages/numbers.ts';
import { KindBadge } from '../parts/KindBadge.tsx';
import { TypeLink } from '../parts/TypeLink.tsx';
import { useRows } from '../parts/use-rows.ts';
import { useSourceLabel } from '../parts/use-source-label.ts';
import { WindowCache } from '../parts/window-cache.ts';
import { useRememberedOffset, useRestoredPane, useTypeIsShown } from '../parts/use-remembered-offset.ts';
import css from './UsedByTab.module.css';

const ROW_HEIGHT = 24;
const PANE = 'type/used-by';

const RELATION_WORDS: Readonly<Record<Relation, string>> = {
  'embedded-in': 'Embedded in',
  'embedded-through': 'Embedded by way of an array, typedef or unnamed struct',
  'pointed-to-by': 'Pointed to by',
  'argument-of': 'Argument of',
  'returned-by': 'Returned by',
  'typedef-of': 'Typedef of it',
  'variable-of': 'Variable of it',
  other: 'Other uses',
};

interface Section {
  readonly group: UsedByGroup;
  readonly cache: WindowCache<UsedByRow>;
  /** Index of the group's own row in the list. */
  readonly at: number;
  /** Rows below it, 0 while it is folded. */
  readonly rows: number;
}

interface UsedByListProps {
  readonly page: TypePage;
  readonly usedBy: UsedBy;
  readonly stale: boolean;
  readonly folded: ReadonlySet<Relation>;
  readonly onToggle: (relation: Relation) => void;
}

export function UsedByList({ page, usedBy, stale, folded, onToggle }: UsedByListProps) {
  const caches = useCaches(page, usedBy);
  const sections = layOut(usedBy, caches, folded);
  const end = sections.at(-1);
  const count = end ? end.at + 1 + end.rows : 0;

  const scrollerRef = useRef<HTMLDivElement>(null);
  const layerRef = useRef<HTMLDivElement>(null);
  const onScroll = useRememberedOffset(PANE);
  const settled = useTypeIsShown();
  const restore = useRestoredPane(PANE, !stale && settled);
  const view = useRows({
    scrollerRef,
    layerRef,
    count,
    rowHeight: ROW_HEIGHT,
    headerHeight: 0,
    restore,
    onScroll,
  });
  const first = view.visible[0]?.index ?? 0;
  const last = view.visible.at(-1)?.index ?? 0;
  useEffect(() => {
    for (const { cache, at, rows } of sections) {
      const from = Math.max(first - at - 1, 0);
      const to = Math.min(last - at - 1, rows - 1);
      if (from <= to) cache.want(from, to);
    }
  });

  return (
    <div
      ref={scrollerRef}
      className={css.scroller}
      role="region"
      aria-label="Used by"
      aria-busy={stale}
      tabIndex={0}
    >
      <div className={css.range} style={{ height: view.height }}>
        <div className={css.sight}>
          <div ref={layerRef}>
            {view.visible.map(({ index, top }) => {
              const section = sections.findLast(({ at }) => at <= index);
              if (!section) return null;
              return (
                <div key={index} className={css.row} style={{ top }}>
                  {index === section.at ? (
                    <GroupRow group={section.group} folded={folded} onToggle={onToggle} />
                  ) : (
                    <UserRow row={section.cache.row(index - section.at - 1)} />
                  )}
                </div>
              );
            })}
          </div>
        </div>
      </div>
    </div>
  );
}

function layOut(
  { groups }: UsedBy,
  caches: ReadonlyMap<Relation, WindowCache<UsedByRow>>,
  folded: ReadonlySet<Relation>,
): Section[] {
  const sections: Section[] = [];
  let at = 0;
  for (const group of groups) {
    const cache = caches.get(group.relation);
    if (!cache || group.count === 0) continue;
    const rows = folded.has(group.relation) ? 0 : group.count;
    sections.push({ group, cache, at, rows });
    at += 1 + rows;
  }
  return sections;
}

type Caches = ReadonlyMap<Relation, WindowCache<UsedByRow>>;

/** A cache per group; each stands in for the next one while more is being opened. */
function useCaches(page: TypePage, usedBy: UsedBy): Caches {
  const client = useClient();
  const [, redraw] = useState(0);
  const [held, hold] = useState<{ usedBy: UsedBy | null; ref: string; caches: Caches }>({
    usedBy: null,
    ref: '',
    caches: new Map(),
  });
  if (held.usedBy === usedBy) return held.caches;
  const ref = `${page.ref.source} ${page.ref.id}`;
  const arrived = (): void => redraw((n) => n + 1);
  const caches = new Map(
    usedBy.groups.map((group) => {
      const before = held.ref === ref ? (held.caches.get(group.relation) ?? null) : null;
      return [group.relation, cacheOf(client, page, group, arrived, before)];
    }),
  );
  hold({ usedBy, ref, caches });
  return caches;
}

function cacheOf(
  client: SessionClient,
  { ref }: TypePage,
  { relation, count, first }: UsedByGroup,
  arrived: () => void,
  before: WindowCache<UsedByRow> | null,
): WindowCache<UsedByRow> {
  const fetch = (from: number, rows: number) => client.usedByRows(ref, relation, from, rows);
  return new WindowCache({ count, first, fetch, arrived }, before);
}

interface GroupRowProps extends Pick<UsedByListProps, 'folded' | 'onToggle'> {
  readonly group: UsedByGroup;
}

function GroupRow({ group: { relation, count, bySource, sources }, folded, onToggle }: GroupRowProps) {
  const open = !folded.has(relation);
  const where = bySource.map(({ name, count: part }) => `${name} ${groupDigits(part)}`);
  return (
    <h3 className={css.group}>
      <button type="button" aria-expanded={open} onClick={() => onToggle(relation)}>
        {open ? <ChevronDown size={13} aria-hidden="true" /> : <ChevronRight size={13} aria-hidden="true" />}
        {RELATION_WORDS[relation]} <b>{groupDigits(count)}</b>
      </button>
      <span className={css.where}>
        {where.join(', ')}
        {sources > bySource.length && ` and ${sources - bySource.length} more`}
      </span>
    </h3>
  );
}

function UserRow({ row }: { readonly row: UsedByRow | undefined }) {
  const source = useSourceLabel(row?.ref.source ?? null, row?.sourceName ?? '');
  if (!row) return <span className={css.via}>…</span>;
  const words = `${row.kind} ${row.name || `(anon) ${row.displayId}`}`;
  return (
    <>
      <span className={css.user}>
        <KindBadge kind={row.kind} /> <TypeLink to={row.ref} words={words} />
      </span>
      <span className={css.via} title={row.via}>
        {row.via}
      </span>
      <span className={css.source}>{source}</span>
    </>
  );
}
