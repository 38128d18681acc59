/**
 * Rendered text as the page shows it: tokens in their colours, types as links, and a mark at the end of lines that refer
 * from a module into its base. Long texts are drawn as far as they are in sight; the whole is copied as text, not from here.
 */

import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, startTransition, useEffect, useState } from 'react';
import type { PageLine, PageToken } from '../../session/type-api.ts';
import { useApp } from '../../store/react.tsx';
import { TOLD_LAYOUT } from './told-layout.ts';
import { TypeLink } from './TypeLink.tsx';
import css from './TokenLines.module.css';

const LINE_HEIGHT = 20;
/** Up to this many lines all are drawn, so that the browser's own find and selection work. */
const DRAWN_WHOLE = 400;
/** As many as an ordinary window shows. */
const DRAWN_FIRST = 48;

interface TokenLinesProps {
  readonly lines: readonly PageLine[];
  /** Name of the base, for the mark of lines that refer to it. */
  readonly baseName: string | null;
  /** The element that scrolls around the lines; null where it is as new as they are. */
  readonly scroller: HTMLElement | null;
}

export const TokenLines = memo(function TokenLines(props: TokenLinesProps) {
  return props.lines.length > DRAWN_WHOLE ? <LinesInSight {...props} /> : <AllLines {...props} />;
});

/** What is in sight is drawn at once, the rest a frame later. */
function AllLines({ lines, baseName }: TokenLinesProps) {
  const isBack = useApp(({ entry }) => entry.restored);
  const type = useApp(({ shown }) =>
    shown.state === 'page' ? `${shown.page.ref.source} ${shown.page.ref.id}` : '',
  );
  const [whole, drawWhole] = useState<{ readonly type: string; readonly lines: readonly PageLine[] }>();
  // What is told anew of the same type stays where it stands; the last text stays until that of the next type is there
  if (whole?.type === type && whole.lines !== lines) drawWhole({ type, lines });
  // Coming back, the text may stand anywhere
  const isWhole = isBack || whole?.type === type || whole?.lines === lines || lines.length <= DRAWN_FIRST;
  useEffect(() => {
    if (isWhole) return;
    const frame = requestAnimationFrame(() => startTransition(() => drawWhole({ type, lines })));
    return () => cancelAnimationFrame(frame);
  }, [isWhole, type, lines]);
  return (
    <div className={css.lines} style={{ minHeight: lines.length * LINE_HEIGHT }}>
      {(isWhole ? lines : lines.slice(0, DRAWN_FIRST)).map((line, number) => (
        <Line key={number} line={line} baseName={baseName} />
      ))}
    </div>
  );
}

function LinesInSight({ lines, baseName, scroller }: TokenLinesProps) {
  // eslint-disable-next-line react-hooks/incompatible-library -- the React compiler is not used here
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller,
    estimateSize: () => LINE_HEIGHT,
    initialRect: { width: 0, height: DRAWN_FIRST * LINE_HEIGHT },
    overscan: 20,
    ...TOLD_LAYOUT,
  });
  return (
    <div className={`${css.lines} ${css.virtual}`} style={{ height: virtualizer.getTotalSize() }}>
      {virtualizer.getVirtualItems().map(({ index, start }) => (
        <div key={index} className={css.placed} style={{ top: start }}>
          <Line line={lines[index] ?? []} baseName={baseName} />
        </div>
      ))}
    </div>
  );
}

function Line({ line, baseName }: { readonly line: PageLine; readonly baseName: string | null }) {
  return (
    <div className={css.line}>
      {line.map((token, index) =>
        // In the colour of the line itself: half of all tokens need no element
        token.kind === 'punctuation' && !token.ref ? token.text : <OneToken key={index} token={token} />,
      )}
      {line.some(({ crosses }) => crosses) && <span className={css.base}>→ {baseName ?? 'base'}</span>}
    </div>
  );
}

/** The tokens of one cell. */
export function Tokens({ tokens }: { readonly tokens: readonly PageToken[] }) {
  return tokens.map((token, index) => <OneToken key={index} token={token} />);
}

function OneToken({ token: { kind, text, ref, crosses } }: { readonly token: PageToken }) {
  if (ref) return <TypeLink to={ref} words={text} crosses={crosses ?? false} />;
  return <span className={css[kind]}>{text}</span>;
}
