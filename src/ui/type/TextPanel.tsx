/** A tab that shows text: a bar with what can be done to it, and the lines in an area that scrolls both ways. */

import { useCallback, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { PageText, TypePage, TypeText } from '../../session/type-api.ts';
import { countOf } from '../../store/messages/numbers.ts';
import { TokenLines } from '../parts/TokenLines.tsx';
import { useTypeIsShown } from '../parts/use-remembered-offset.ts';
import { useRememberedScroll } from '../parts/useRememberedScroll.ts';
import { CopyText } from './CopyText.tsx';
import { Download } from './Download.tsx';
import type { Answer } from '../parts/use-answer.ts';
import css from './Panel.module.css';

interface TextPanelProps {
  readonly page: TypePage;
  readonly label: string;
  /** Name of the pane in the history. */
  readonly pane: string;
  readonly answer: Answer<PageText>;
  /** What is copied and saved. */
  readonly text: TypeText;
  /** Stands in front in the bar. */
  readonly children?: ReactNode;
}

export function TextPanel({ page, label, pane, answer, text, children }: TextPanelProps) {
  const scrollerRef = useRef<HTMLDivElement>(null);
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const attach = useCallback((element: HTMLDivElement | null) => {
    scrollerRef.current = element;
    setScroller(element);
  }, []);
  const { value, stale, failure } = answer;
  const settled = useTypeIsShown();
  useRememberedScroll(pane, scrollerRef, !stale && settled);
  return (
    <>
      <div className={css.bar}>
        {children}
        {value?.truncated && <span className={css.amount}>first {countOf(value.lines.length, 'line')}</span>}
        <div className={css.actions}>
          <CopyText page={page} text={text} />
          <Download page={page} text={text} />
        </div>
      </div>
      <div
        ref={attach}
        className={css.scroller}
        role="region"
        aria-label={label}
        aria-busy={stale}
        tabIndex={0}
      >
        {failure && <p role="alert">This could not be shown: {failure}</p>}
        {value && <TokenLines lines={value.lines} baseName={page.baseName} scroller={scroller} />}
        {value?.truncated && (
          <p className={css.note}>The text goes on; “Copy text” and “Download” have all of it.</p>
        )}
      </div>
    </>
  );
}
