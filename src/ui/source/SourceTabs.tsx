/** The overview of a source and its lists. Arrow keys move between them; the address keeps the choice. */

import { Tab, TabList, TabPanel, TabProvider } from '@ariakit/react';
import { useLayoutEffect, useRef } from 'react';
import type { SourcePage } from '../../session/source-page-api.ts';
import { SOURCE_TABS, type SourceTab } from '../../store/place.ts';
import { useActions, useApp } from '../../store/react.tsx';
import shared from '../type/TypeTabs.module.css';
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
  const select = (id: string | null | undefined): void => {
    const wanted = SOURCE_TABS.find((name) => name === id);
    if (wanted && wanted !== tab) setSourceTab(wanted);
  };
  return (
    <TabProvider selectedId={tab} setSelectedId={select}>
      <TabList ref={list} className={`${shared.list} ${css.list}`} aria-label="Views of the source">
        {tabs.map((name) => (
          <Tab key={name} id={name} className={`${shared.tab} ${css.tab}`}>
            {TAB_LABELS[name]}
          </Tab>
        ))}
      </TabList>
      {tabs.map((name) => (
        <TabPanel key={name} tabId={name} className={shared.panel} focusable={false} unmountOnHide>
          {name === tab &&
            (name === 'overview' ? <Overview page={page} /> : <ListTab page={page} list={name} />)}
        </TabPanel>
      ))}
    </TabProvider>
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
