/** An extern without an object: a line of a loader's log, a C declaration or a name is checked as it is typed. */

import { useEffect, useState } from 'react';
import type { CheckAnswer } from '../../session/ksyms-api.ts';
import { useActions, useClient } from '../../store/react.tsx';
import { CheckExamples } from './CheckExamples.tsx';
import { ExternHead, ExternView } from './ExternView.tsx';
import { NamedAnswer } from './NamedAnswer.tsx';
import { Unreadable } from './Unreadable.tsx';
import { useKsymAnswer, useKsymsPlace, useObjects } from './use-ksyms.ts';
import css from './Detail.module.css';
import pane from './KsymsPane.module.css';

/** Milliseconds without a key after which the text is checked. */
const PAUSE = 200;
/** Characters; an address has room for as many. */
const MAX_PASTED = 4096;

export function CheckTab() {
  const client = useClient();
  const { pasted } = useKsymsPlace();
  const { changeKsyms, copyLink } = useActions();
  const text = useSettled(pasted);
  const { value: answer, stale, failure } = useKsymAnswer(`check ${text}`, () => client.checkExtern(text));
  return (
    <div className={css.checkPage}>
      <div className={css.paste}>
        <label htmlFor="pasted">A line of libbpf&rsquo;s log, a C declaration, or a name</label>
        <textarea
          id="pasted"
          rows={4}
          maxLength={MAX_PASTED}
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          aria-describedby="pasted-answer"
          aria-invalid={answer?.state === 'unreadable'}
          placeholder="extern void bpf_ct_release(struct nf_conn *nfct) __ksym;"
          value={pasted}
          onChange={(event) => changeKsyms({ pasted: event.target.value })}
        />
        <div className={pane['actions']}>
          <button type="button" disabled={pasted === ''} onClick={() => changeKsyms({ pasted: '' })}>
            Clear
          </button>
          <button type="button" title="Copy link (y)" onClick={() => void copyLink()}>
            Copy link
          </button>
        </div>
      </div>
      <div
        id="pasted-answer"
        className={css.scroller}
        aria-busy={stale || text !== pasted}
        aria-live="polite"
      >
        {failure && <p role="alert">This could not be checked: {failure}</p>}
        {answer && <Answer answer={answer} text={text} />}
      </div>
    </div>
  );
}

function Answer({ answer, text }: { readonly answer: CheckAnswer; readonly text: string }) {
  const { value } = useObjects();
  switch (answer.state) {
    case 'empty':
      return <CheckExamples />;
    case 'unreadable':
      return <Unreadable text={text} why={answer.why} at={answer.at} />;
    case 'log':
    case 'name':
      return <NamedAnswer answer={answer} />;
    case 'extern':
      return (
        <section aria-label="Extern">
          <h2 className={css.title}>{answer.detail.row.name}</h2>
          <ExternHead row={answer.detail.row} pasted />
          <ExternView detail={answer.detail} kernel={value?.kernel ?? null} pasted />
        </section>
      );
  }
}

/** The text once nothing has been typed for a moment; what is shown first counts at once. */
function useSettled(text: string): string {
  const [settled, settle] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => settle(text), PAUSE);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
