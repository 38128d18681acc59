/**
 * Tabs, and the panel of the one that is chosen. Arrow keys move between them.
 * Ariakit's own panels look for something to focus in them as soon as they are there, which has the browser lay out all of a
 * new one once more than it is drawn.
 */

import { Tab, TabList, TabProvider } from '@ariakit/react';
import type { ReactNode, Ref } from 'react';
import css from './Tabs.module.css';

interface TabsProps<Id extends string> {
  readonly label: string;
  readonly ids: readonly Id[];
  readonly labels: Readonly<Record<Id, string>>;
  readonly chosen: Id;
  readonly onChoose: (id: Id) => void;
  readonly listRef?: Ref<HTMLDivElement>;
  readonly listClass?: string | undefined;
  readonly tabClass?: string | undefined;
  /** The panel. */
  readonly children: ReactNode;
}

export function Tabs<Id extends string>({
  label,
  ids,
  labels,
  chosen,
  onChoose,
  listRef,
  listClass = '',
  tabClass = '',
  children,
}: TabsProps<Id>) {
  const panel = `${chosen}-panel`;
  const select = (id: string | null | undefined): void => {
    const wanted = ids.find((one) => one === id);
    if (wanted && wanted !== chosen) onChoose(wanted);
  };
  return (
    <TabProvider selectedId={chosen} setSelectedId={select}>
      <TabList ref={listRef} className={`${css.list} ${listClass}`} aria-label={label}>
        {ids.map((id) => (
          <Tab
            key={id}
            id={id}
            aria-controls={id === chosen ? panel : undefined}
            className={`${css.tab} ${tabClass}`}
          >
            {labels[id]}
          </Tab>
        ))}
      </TabList>
      <div key={chosen} id={panel} role="tabpanel" aria-labelledby={chosen} className={css.panel}>
        {children}
      </div>
    </TabProvider>
  );
}
