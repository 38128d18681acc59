/** The four ways to look at a type. Arrow keys move between them; the address keeps the choice. */

import { Tab, TabList, TabPanel, TabProvider } from '@ariakit/react';
import { memo, type ComponentType } from 'react';
import type { TypePage } from '../../session/type-api.ts';
import { TYPE_TABS, tabsOf } from '../../store/place.ts';
import type { TypeTab } from '../../store/place.ts';
import { useActions, useApp } from '../../store/react.tsx';
import { CTab } from './CTab.tsx';
import { LayoutTab } from './LayoutTab.tsx';
import { RawTab } from './RawTab.tsx';
import { UsedByTab } from './UsedByTab.tsx';
import css from './TypeTabs.module.css';

interface TabParts {
  readonly label: string;
  readonly Panel: ComponentType<{ readonly page: TypePage }>;
}

const TABS: Readonly<Record<TypeTab, TabParts>> = {
  c: { label: 'C', Panel: CTab },
  layout: { label: 'Layout', Panel: LayoutTab },
  raw: { label: 'Raw', Panel: RawTab },
  'used-by': { label: 'Used by', Panel: UsedByTab },
};

export const TypeTabs = memo(function TypeTabs({ page }: { readonly page: TypePage }) {
  const chosen = useApp((state) => (state.place.view === 'type' ? state.place.tab : 'c'));
  const { setTab } = useActions();
  const tabs = tabsOf(page.kind);
  const tab = tabs.includes(chosen) ? chosen : 'c';
  const select = (id: string | null | undefined): void => {
    const wanted = TYPE_TABS.find((name) => name === id);
    if (wanted && wanted !== tab) setTab(wanted);
  };
  return (
    <TabProvider selectedId={tab} setSelectedId={select}>
      <TabList className={css.list} aria-label="Views of the type">
        {tabs.map((name) => (
          <Tab key={name} id={name} className={css.tab}>
            {TABS[name].label}
          </Tab>
        ))}
      </TabList>
      {tabs.map((name) => {
        const { Panel } = TABS[name];
        return (
          <TabPanel key={name} tabId={name} className={css.panel} focusable={false} unmountOnHide>
            {name === tab && <Panel page={page} />}
          </TabPanel>
        );
      })}
    </TabProvider>
  );
});
