/** The panes as the window has room for them: side by side with splitters that are remembered, or one at a time. */

import { Fragment, useEffect, useRef, useState } from 'react';
import type { ComponentType } from 'react';
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
  return (
    <>
      {(ksyms || frame === 'phone') && <ListWhileSearching />}
      <Divided frame={frame} ksyms={ksyms} />
    </>
  );
}

function Divided({ frame, ksyms }: { readonly frame: Frame; readonly ksyms: boolean }) {
  if (ksyms) return frame === 'wide' ? <SideBySide key="ksyms" division="wide-ksyms" /> : <KsymsPane />;
  if (frame === 'phone') return <OnePane />;
  return <SideBySide key={frame} division={frame} />;
}

/** What a place is about: a type or a source, beside the list. */
function Subject() {
  const view = useApp(({ place }) => place.view);
  return view === 'source' ? <SourcePane /> : <TypePane />;
}

interface PaneParts {
  readonly id: string;
  /** Per cent of the width, until somebody chooses. */
  readonly share: number;
  /** Pixels. */
  readonly least: number;
  readonly Pane: ComponentType;
  /** Of the splitter that follows; what the last has is not drawn. */
  readonly splitter: string;
  /** When it is first drawn: the list before what is beside it. */
  readonly turn: number;
}

type Division = Exclude<Frame, 'phone'> | 'wide-ksyms';

const sources = {
  id: 'sources',
  share: 21,
  least: 190,
  Pane: Sources,
  splitter: 'Width of sources',
  turn: 1,
};
const types = { id: 'types', Pane: TypesPane, splitter: 'Width of the list', turn: 0 };
const type = { id: 'type', Pane: Subject, splitter: '', turn: 2 };

/** Sizes are kept per division: three panes share the width otherwise than two. */
const DIVISIONS: Readonly<Record<Division, readonly PaneParts[]>> = {
  wide: [sources, { ...types, share: 34, least: 280 }, { ...type, share: 45, least: 320 }],
  medium: [
    { ...types, share: 42, least: 260 },
    { ...type, share: 58, least: 300 },
  ],
  // Ksyms take the room of the list and of what is beside it.
  'wide-ksyms': [sources, { id: 'ksyms', share: 79, least: 560, Pane: KsymsPane, splitter: '', turn: 0 }],
};

function SideBySide({ division }: { readonly division: Division }) {
  const parts = DIVISIONS[division];
  const layout = useLayout(division, parts);
  const turn = useTurns(parts.length);
  return (
    <Group className={css.group} orientation="horizontal" {...layout}>
      {parts.map(({ id, share, least, Pane, splitter, turn: drawnFrom }, at) => (
        <Fragment key={id}>
          <Panel id={id} defaultSize={`${share}`} minSize={least} className={css.pane}>
            {turn >= drawnFrom && <Pane />}
          </Panel>
          {at < parts.length - 1 && <Splitter label={splitter} />}
        </Fragment>
      ))}
    </Group>
  );
}

/** Each pane is drawn in a frame of its own: all of them in one would keep the browser from everything else for too long. */
function useTurns(count: number): number {
  const [turn, next] = useState(0);
  useEffect(() => {
    if (turn >= count) return;
    let timer = 0;
    const frame = requestAnimationFrame(() => {
      timer = window.setTimeout(() => next(turn + 1));
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, [turn, count]);
  return turn;
}

function OnePane() {
  const view = useApp(({ place }) => place.view);
  return <div className={css.pane}>{view === 'types' ? <TypesPane /> : <Subject />}</div>;
}

/**
 * Whoever types into the search wants to see what it finds, where the list is not beside it; a search that came with a step
 * of the history is not typed. Draws nothing: by itself, so that the panes are not drawn at every key.
 */
function ListWhileSearching() {
  const text = useApp(({ query }) => query.text);
  const step = useApp(({ entry }) => entry.key);
  const { closeType } = useActions();
  const last = useRef({ text, step });
  useEffect(() => {
    const typed = last.current.step === step && last.current.text !== text;
    last.current = { text, step };
    if (typed) closeType();
  }, [text, step, closeType]);
  return null;
}

function useLayout(division: Division, parts: readonly PaneParts[]) {
  const panes = useApp((state) => state.panes);
  const { setPanes } = useActions();
  const sizes = parts.map(({ id }) => [id, panes[`${division}/${id}`]] as const);
  const known = sizes.every(([, size]) => size !== undefined);
  return {
    defaultLayout: known ? Object.fromEntries(sizes) : undefined,
    onLayoutChanged: (
      layout: Readonly<Record<string, number>>,
      { isUserInteraction }: { isUserInteraction: boolean },
    ) => {
      if (!isUserInteraction) return;
      const changed = Object.entries(layout).map(([id, size]) => [`${division}/${id}`, size] as const);
      setPanes({ ...panes, ...Object.fromEntries(changed) });
    },
  };
}
