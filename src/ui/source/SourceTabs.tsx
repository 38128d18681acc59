/** The overview of a source and its lists; the address keeps the choice. */

import { useLayoutEffect, useRef } from 'react';
import type { SourcePage } from '../../session/source-page-api.ts';
import type { SourceTab } from '../../store/place.ts';
import { useActions, useApp } from '../../store/react.tsx';
import { Tabs } from '../parts/Tabs.tsx';
import { ListTab } from './ListTab.tsx';
import { Overview } from './Overview.tsx';
import css from './SourceTabs.module.css';
import { TAB_LABELS } from './words.ts';

export function SourceTabs({ page }: { readonly page: SourcePage }) {
  const chosen = useApp(({ place }) => (place.view === 'source' ? place.tab : 'overview'));
  const { setSourceTab } = useActions();
  const tabs: readonly SourceTab[] = ['overview', ...page.lists];
  const tab = tabs.includes(chosen) ? chosen : 'overview';
  const list = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => keepInSight(list.current, tab), [tab, tabs.length]);
  return (
    <Tabs
      label="Views of the source"
      ids={tabs}
      labels={TAB_LABELS}
      chosen={tab}
      onChoose={setSourceTab}
      listRef={list}
      listClass={css.list}
      tabClass={css.tab}
    >
      {tab === 'overview' ? <Overview page={page} /> : <ListTab page={page} list={tab} />}
    </Tabs>
  );
}

/** At once, and again when the row or the tab becomes wider or narrower: fonts, windows and marks of choice change both. */
function keepInSight(list: HTMLElement | null, tab: SourceTab): (() => void) | undefined {
  const chosen = list?.querySelector(`[id="${tab}"]`);
  if (!list || !chosen) return undefined;
  bringIntoSight(list, chosen);
  const observer = new ResizeObserver(() => bringIntoSight(list, chosen));
  observer.observe(list);
  observer.observe(chosen);
  return () => observer.disconnect();
}

/** Only the row of tabs is to move, not what it lies in. */
function bringIntoSight(list: HTMLElement, tab: Element): void {
  const chosen = tab.getBoundingClientRect();
  const { left, right } = list.getBoundingClientRect();
  // Whole pixels outwards: a browser may round where it scrolls to.
  if (chosen.right > right) list.scrollLeft += Math.ceil(chosen.right - right);
  else if (chosen.left < left) list.scrollLeft -= Math.ceil(left - chosen.left);
}
