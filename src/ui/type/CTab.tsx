/**
 * The type as C, every named type in it a link: its declaration, a header with just what it needs, or vmlinux.h of all
 * that is in its source.
 */

import type { TypePage } from '../../session/type-api.ts';
import { DEFAULT_C } from '../../store/place.ts';
import type { CChoice, CForm } from '../../store/place.ts';
import { useActions, useApp } from '../../store/react.tsx';
import { cText } from '../../store/tab-question.ts';
import { Check } from './Check.tsx';
import { Choice } from './Choice.tsx';
import panel from './Panel.module.css';
import { TextPanel } from './TextPanel.tsx';
import { useTabAnswer } from './use-tab-answer.ts';

const FORMS: readonly (readonly [form: CForm, words: string])[] = [
  ['declaration', 'Declaration'],
  ['header', 'Minimal header'],
  ['everything', 'Everything'],
];

const LABELS: Readonly<Record<CForm, string>> = {
  declaration: 'C declaration',
  header: 'Minimal C header',
  everything: 'C of everything',
};

/** The declaration keeps the name it had before there were others. */
const PANES: Readonly<Record<CForm, string>> = {
  declaration: 'type/c',
  header: 'type/c/header',
  everything: 'type/c/everything',
};

export function CTab({ page }: { readonly page: TypePage }) {
  const choice = useApp(({ place }) => (place.view === 'type' ? place.c : DEFAULT_C));
  const { setC } = useActions();
  const text = cText(choice);
  const answer = useTabAnswer(page, { ask: 'lines', text });
  const { form } = choice;
  return (
    <TextPanel page={page} label={LABELS[form]} pane={PANES[form]} answer={answer} text={text}>
      <Choice label="Form" values={FORMS} chosen={form} onChoose={(chosen) => setC({ form: chosen })} />
      {form === 'header' && <HeaderOptions choice={choice} />}
      {form === 'everything' && <EverythingOptions choice={choice} />}
    </TextPanel>
  );
}

function EverythingOptions({ choice: { sorted, exact } }: { readonly choice: CChoice }) {
  const { setC } = useActions();
  return (
    <>
      <Check
        checked={sorted}
        onChange={(checked) => setC({ sorted: checked })}
        title="By kind and name, as bpftool sorts; otherwise by id"
      >
        Sorted
      </Check>
      <Check
        checked={exact}
        onChange={(checked) => setC({ exact: checked })}
        title="Departs from bpftool's text where a layout would be wrong: packed and padded unions, the kernel's va_list"
      >
        Exact layouts
      </Check>
    </>
  );
}

/** Characters; an address has room for as many. */
const MAX_FLAVOR = 64;

function HeaderOptions({ choice: { asserts, preserveAccessIndex, flavor } }: { readonly choice: CChoice }) {
  const { setC } = useActions();
  return (
    <>
      <Check
        checked={asserts}
        onChange={(checked) => setC({ asserts: checked })}
        title="The compiler checks sizes and offsets"
      >
        Static asserts
      </Check>
      <Check
        checked={preserveAccessIndex}
        onChange={(checked) => setC({ preserveAccessIndex: checked })}
        title="CO-RE: clang keeps accesses to members for libbpf to relocate"
      >
        preserve_access_index
      </Check>
      <label className={panel['check']} title="CO-RE: what the header defines is called name___flavor">
        Flavor
        <input
          type="text"
          size={8}
          maxLength={MAX_FLAVOR}
          spellCheck={false}
          autoComplete="off"
          value={flavor}
          onChange={(event) => setC({ flavor: event.target.value })}
        />
      </label>
    </>
  );
}
