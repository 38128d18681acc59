/** A tab that shows text: a bar with what can be done to it, and the lines in an area that scrolls both ways. */

import { useRef } from 'react';
import type { ReactNode } from 'react';
import type { PageText, TypePage } from '../../session/api.ts';
import { TokenLines } from '../parts/TokenLines.tsx';
import { useRememberedScroll } from '../parts/useRememberedScroll.ts';
import { CopyText } from './CopyText.tsx';
import type { CopyTextProps } from './CopyText.tsx';
import type { Answer } from './use-answer.ts';
import css from './Panel.module.css';

interface TextPanelProps {
  readonly page: TypePage;
  readonly label: string;
  /** Name of the pane in the history. */
  readonly pane: string;
  readonly answer: Answer<PageText>;
  readonly form: CopyTextProps['form'];
  readonly children?: ReactNode;
}

export function TextPanel({ page, label, pane, answer, form, children }: TextPanelProps) {
  const scrollerRef = useRef<HTMLDivElement>(null);
  const { value, stale, failure } = answer;
  useRememberedScroll(pane, scrollerRef, !stale);
  return (
    <>
      <div className={css.bar}>
        {children}
        <CopyText page={page} form={form} />
      </div>
      <div
        ref={scrollerRef}
        className={css.scroller}
        role="region"
        aria-label={label}
        aria-busy={stale}
        tabIndex={0}
      >
        {failure && <p role="alert">This could not be shown: {failure}</p>}
        {value && <TokenLines lines={value.lines} baseName={page.baseName} scrollerRef={scrollerRef} />}
        {value?.truncated && <p className={css.note}>The text goes on; “Copy text” has all of it.</p>}
      </div>
    </>
  );
}
