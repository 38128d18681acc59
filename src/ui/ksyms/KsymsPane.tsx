/** BPF objects and how their ksyms resolve on the kernel that is open: a part a tab. */

import { Tab, TabList, TabPanel, TabProvider } from '@ariakit/react';
import { useEffect, useRef } from 'react';
import type { ComponentType, RefObject } from 'react';
import { isDetailOpen } from '../../store/ksyms-door.ts';
import { KSYM_PARTS } from '../../store/place.ts';
import type { KsymPart } from '../../store/place.ts';
import { useActions, useApp } from '../../store/react.tsx';
import { focusAfterStep, focusTypeHeading, takeFocus } from '../parts/row-focus.ts';
import tabs from '../type/TypeTabs.module.css';
import { CheckTab } from './CheckTab.tsx';
import { ExternsTab } from './ExternsTab.tsx';
import { FromLink } from './FromLink.tsx';
import { KfuncsTab } from './KfuncsTab.tsx';
import { KsymsHead } from './KsymsHead.tsx';
import { ObjectsTab } from './ObjectsTab.tsx';
import { RelocationsTab } from './RelocationsTab.tsx';
import { useKsymsPlace } from './use-ksyms.ts';
import css from './KsymsPane.module.css';

interface PartOfView {
  readonly label: string;
  readonly Panel: ComponentType;
}

const PARTS: Readonly<Record<KsymPart, PartOfView>> = {
  objects: { label: 'Objects', Panel: ObjectsTab },
  externs: { label: 'Externs', Panel: ExternsTab },
  relocations: { label: 'Relocations', Panel: RelocationsTab },
  kfuncs: { label: 'Kfuncs', Panel: KfuncsTab },
  check: { label: 'Check', Panel: CheckTab },
};

export function KsymsPane() {
  const place = useKsymsPlace();
  const { openKsyms } = useActions();
  const paneRef = useRef<HTMLElement>(null);
  useFocusInSight(paneRef);
  const select = (id: string | null | undefined): void => {
    const part = KSYM_PARTS.find((name) => name === id);
    if (part && part !== place.part) openKsyms({ part });
  };
  return (
    <section
      ref={paneRef}
      tabIndex={-1}
      className={isDetailOpen(place) ? `${css.pane} ${css.detailOpen}` : css.pane}
      aria-label="Ksyms"
    >
      <KsymsHead />
      <FromLink pane={paneRef} />
      <TabProvider selectedId={place.part} setSelectedId={select}>
        <TabList className={`${tabs['list']} ${css.tabs}`} aria-label="Parts of Ksyms">
          {KSYM_PARTS.map((part) => (
            <Tab key={part} id={part} className={tabs['tab']}>
              {PARTS[part].label}
            </Tab>
          ))}
        </TabList>
        {KSYM_PARTS.map((part) => {
          const { Panel } = PARTS[part];
          return (
            <TabPanel key={part} tabId={part} className={tabs['panel']} focusable={false} unmountOnHide>
              {part === place.part && <Panel />}
            </TabPanel>
          );
        })}
      </TabProvider>
    </section>
  );
}

/** The pane has the focus until its table comes; when it goes itself, the type that was followed has it. */
function useFocusInSight(paneRef: RefObject<HTMLElement | null>): void {
  const { key, restored } = useApp(({ entry }) => entry);
  useEffect(() => {
    takeFocus(paneRef.current);
    return () => {
      requestAnimationFrame(() => focusTypeHeading());
    };
  }, [paneRef]);
  useEffect(() => {
    if (restored) focusAfterStep(paneRef.current);
  }, [paneRef, key, restored]);
}
