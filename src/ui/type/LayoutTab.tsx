/** Where each member lies, as a table to look around in or as the text that pahole prints. */

import type { ReactNode } from 'react';
import type { TypePage } from '../../session/type-api.ts';
import { CACHELINE_SIZES, DEFAULT_LAYOUT } from '../../store/place.ts';
import type { LayoutChoice, LayoutForm } from '../../store/place.ts';
import { useActions, useApp } from '../../store/react.tsx';
import { layoutQuestion, paholeText } from '../../store/tab-question.ts';
import { Check } from './Check.tsx';
import { Choice } from './Choice.tsx';
import { CopyText } from './CopyText.tsx';
import { Download } from './Download.tsx';
import { LayoutTable } from './LayoutTable.tsx';
import panel from './Panel.module.css';
import { TextPanel } from './TextPanel.tsx';
import { useTabAnswer } from './use-tab-answer.ts';

const FORMS: readonly (readonly [form: LayoutForm, words: string])[] = [
  ['table', 'Table'],
  ['pahole', 'Pahole text'],
];

export function LayoutTab({ page }: { readonly page: TypePage }) {
  const choice = useApp(({ place }) => (place.view === 'type' ? place.layout : DEFAULT_LAYOUT));
  const Form = choice.form === 'table' ? AsTable : AsText;
  return (
    <Form page={page} choice={choice}>
      <Options choice={choice} />
    </Form>
  );
}

function Options({ choice: { form, hex, expand, cachelineSize } }: { readonly choice: LayoutChoice }) {
  const { setLayoutForm, toggleHex, setExpand, setCachelineSize } = useActions();
  return (
    <>
      <Choice label="Form" values={FORMS} chosen={form} onChoose={setLayoutForm} />
      <Check checked={hex} onChange={toggleHex} title="Offsets and sizes in hexadecimal (x)">
        Hex
      </Check>
      <Check checked={expand} onChange={setExpand} title="All nested members in place, as pahole -E">
        Expand
      </Check>
      <label className={panel['check']}>
        Cacheline
        <select value={cachelineSize} onChange={(event) => setCachelineSize(Number(event.target.value))}>
          {CACHELINE_SIZES.map((size) => (
            <option key={size} value={size}>
              {size} B
            </option>
          ))}
        </select>
      </label>
    </>
  );
}

interface FormProps {
  readonly page: TypePage;
  readonly choice: LayoutChoice;
  readonly children: ReactNode;
}

function AsText({ page, choice, children }: FormProps) {
  const text = paholeText(choice);
  const answer = useTabAnswer(page, { ask: 'lines', text });
  return (
    <TextPanel page={page} label="Pahole text" pane="type/layout/text" answer={answer} text={text}>
      {children}
    </TextPanel>
  );
}

function AsTable({ page, choice, children }: FormProps) {
  const { value, stale, failure } = useTabAnswer(page, layoutQuestion(choice));
  const text = paholeText(choice);
  return (
    <>
      <div className={panel['bar']}>
        {children}
        <div className={panel['actions']}>
          <CopyText page={page} text={text} />
          <Download page={page} text={text} />
        </div>
      </div>
      {failure && <p role="alert">The layout could not be shown: {failure}</p>}
      {value && <LayoutTable table={value} page={page} hex={choice.hex} stale={stale} />}
    </>
  );
}
