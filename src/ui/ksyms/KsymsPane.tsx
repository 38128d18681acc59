/** BPF objects and how their ksyms resolve on the kernel that is open: a part a tab. */

import { useEffect, useRef } from 'react';
import type { ComponentType, RefObject } from 'react';
import { isDetailOpen } from '../../store/ksyms-door.ts';
import { KSYM_PARTS } from '../../store/place.ts';
import type { KsymPart } from '../../store/place.ts';
import { useActions, useApp } from '../../store/react.tsx';
import { focusAfterStep, focusTypeHeading, takeFocus } from '../parts/row-focus.ts';
import { Tabs } from '../parts/Tabs.tsx';
import { CheckTab } from './CheckTab.tsx';
import { ExternsTab } from './ExternsTab.tsx';
import { FromLink } from './FromLink.tsx';
import { KfuncsTab } from './KfuncsTab.tsx';
import { KsymsHead } from './KsymsHead.tsx';
import { ObjectsTab } from './ObjectsTab.tsx';
import { RelocationsTab } from './RelocationsTab.tsx';
import { useKsymsPlace } from './use-ksyms.ts';
import css from './KsymsPane.module.css';

const LABELS: Readonly<Record<KsymPart, string>> = {
  objects: 'Objects',
  externs: 'Externs',
  relocations: 'Relocations',
  kfuncs: 'Kfuncs',
  check: 'Check',
};

const PANELS: Readonly<Record<KsymPart, ComponentType>> = {
  objects: ObjectsTab,
  externs: ExternsTab,
  relocations: RelocationsTab,
  kfuncs: KfuncsTab,
  check: CheckTab,
};

export function KsymsPane() {
  const place = useKsymsPlace();
  const { openKsyms } = useActions();
  const paneRef = useRef<HTMLElement>(null);
  useFocusInSight(paneRef);
  const Panel = PANELS[place.part];
  return (
    <section
      ref={paneRef}
      tabIndex={-1}
      className={isDetailOpen(place) ? `${css.pane} ${css.detailOpen}` : css.pane}
      aria-label="Ksyms"
    >
      <KsymsHead />
      <FromLink pane={paneRef} />
      <Tabs
        label="Parts of Ksyms"
        ids={KSYM_PARTS}
        labels={LABELS}
        chosen={place.part}
        onChoose={(part) => openKsyms({ part })}
        listClass={css.tabs}
      >
        <Panel />
      </Tabs>
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
