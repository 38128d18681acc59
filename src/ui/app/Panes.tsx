/** The panes as the window has room for them: side by side with splitters that are remembered, or one at a time. */

import { useEffect, useRef } from 'react';
import { Group, Panel } from 'react-resizable-panels';
import { useActions, useApp } from '../../store/react.tsx';
import { TypesPane } from '../list/TypesPane.tsx';
import { Splitter } from '../parts/Splitter.tsx';
import { Sources } from '../sources/Sources.tsx';
import { TypePane } from '../type/TypePane.tsx';
import { KsymsPane, SourcePane } from './lazy.ts';
import type { Frame } from './use-width.ts';
import css from './Panes.module.css';

export function Panes({ frame }: { readonly frame: Frame }) {
  const ksyms = useApp(({ place }) => place.view === 'ksyms');
  useListWhileSearching(ksyms || frame === 'phone');
  if (ksyms) return frame === 'wide' ? <SourcesAndKsyms /> : <KsymsPane />;
  if (frame === 'phone') return <OnePane />;
  return frame === 'wide' ? <ThreePanes /> : <TwoPanes />;
}

/** What a place is about: a type or a source, beside the list. */
function Subject() {
  const view = useApp(({ place }) => place.view);
  return view === 'source' ? <SourcePane /> : <TypePane />;
}

/** Ksyms take the room of the list and of what is beside it. */
function SourcesAndKsyms() {
  const layout = useLayout('wide-ksyms', ['sources', 'ksyms']);
  return (
    <Group className={css.group} orientation="horizontal" {...layout}>
      <Panel id="sources" defaultSize="21" minSize={190} className={css.pane}>
        <Sources />
      </Panel>
      <Splitter label="Width of sources" />
      <Panel id="ksyms" defaultSize="79" minSize={560} className={css.pane}>
        <KsymsPane />
      </Panel>
    </Group>
  );
}

function ThreePanes() {
  const layout = useLayout('wide', ['sources', 'types', 'type']);
  return (
    <Group className={css.group} orientation="horizontal" {...layout}>
      <Panel id="sources" defaultSize="21" minSize={190} className={css.pane}>
        <Sources />
      </Panel>
      <Splitter label="Width of sources" />
      <Panel id="types" defaultSize="34" minSize={280} className={css.pane}>
        <TypesPane />
      </Panel>
      <Splitter label="Width of the list" />
      <Panel id="type" defaultSize="45" minSize={320} className={css.pane}>
        <Subject />
      </Panel>
    </Group>
  );
}

function TwoPanes() {
  const layout = useLayout('medium', ['types', 'type']);
  return (
    <Group className={css.group} orientation="horizontal" {...layout}>
      <Panel id="types" defaultSize="42" minSize={260} className={css.pane}>
        <TypesPane />
      </Panel>
      <Splitter label="Width of the list" />
      <Panel id="type" defaultSize="58" minSize={300} className={css.pane}>
        <Subject />
      </Panel>
    </Group>
  );
}

function OnePane() {
  const view = useApp(({ place }) => place.view);
  return <div className={css.pane}>{view === 'types' ? <TypesPane /> : <Subject />}</div>;
}

/**
 * Whoever types into the search wants to see what it finds, where the list is not beside it; a search that came with a step
 * of the history is not typed.
 */
function useListWhileSearching(listIsAway: boolean): void {
  const text = useApp(({ query }) => query.text);
  const step = useApp(({ entry }) => entry.key);
  const { closeType } = useActions();
  const last = useRef({ text, step });
  useEffect(() => {
    const typed = last.current.step === step && last.current.text !== text;
    last.current = { text, step };
    if (typed && listIsAway) closeType();
  }, [text, step, listIsAway, closeType]);
}

/** Sizes are kept per frame: three panes share the width otherwise than two. */
function useLayout(frame: Frame | 'wide-ksyms', ids: readonly string[]) {
  const panes = useApp((state) => state.panes);
  const { setPanes } = useActions();
  const sizes = ids.map((id) => [id, panes[`${frame}/${id}`]] as const);
  const known = sizes.every(([, size]) => size !== undefined);
  return {
    defaultLayout: known ? Object.fromEntries(sizes) : undefined,
    onLayoutChanged: (
      layout: Readonly<Record<string, number>>,
      { isUserInteraction }: { isUserInteraction: boolean },
    ) => {
      if (!isUserInteraction) return;
      const changed = Object.entries(layout).map(([id, size]) => [`${frame}/${id}`, size] as const);
      setPanes({ ...panes, ...Object.fromEntries(changed) });
    },
  };
}
