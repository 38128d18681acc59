/** The four ways to look at a type; the address keeps the choice. */

import { memo, type ComponentType } from 'react';
import type { TypePage } from '../../session/type-api.ts';
import { tabsOf } from '../../store/place.ts';
import type { TypeTab } from '../../store/place.ts';
import { useActions, useApp } from '../../store/react.tsx';
import { Tabs } from '../parts/Tabs.tsx';
import { CTab } from './CTab.tsx';
import { LayoutTab } from './LayoutTab.tsx';
import { RawTab } from './RawTab.tsx';
import { UsedByTab } from './UsedByTab.tsx';

const LABELS: Readonly<Record<TypeTab, string>> = {
  c: 'C',
  layout: 'Layout',
  raw: 'Raw',
  'used-by': 'Used by',
};

const PANELS: Readonly<Record<TypeTab, ComponentType<{ readonly page: TypePage }>>> = {
  c: CTab,
  layout: LayoutTab,
  raw: RawTab,
  'used-by': UsedByTab,
};

export const TypeTabs = memo(function TypeTabs({ page }: { readonly page: TypePage }) {
  const wanted = useApp((state) => (state.place.view === 'type' ? state.place.tab : 'c'));
  const { setTab } = useActions();
  const ids = tabsOf(page.kind);
  const chosen = ids.includes(wanted) ? wanted : 'c';
  const Panel = PANELS[chosen];
  return (
    <Tabs label="Views of the type" ids={ids} labels={LABELS} chosen={chosen} onChoose={setTab}>
      <Panel page={page} />
    </Tabs>
  );
});
