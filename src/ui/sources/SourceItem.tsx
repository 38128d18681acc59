/**
 * One source: name, size and types, what it is and sits on, and how it stands if that is not simply open.
 * A module listed under its base takes one line: where it stands says what it is.
 */

import { X } from 'lucide-react';
import type { MouseEvent } from 'react';
import type { SourceState } from '../../session/source-api.ts';
import { byteSize, countOf, groupDigits } from '../../store/messages/numbers.ts';
import { misfitWords, roleWord, stateWord } from '../../store/messages/states.ts';
import { useActions, useApp } from '../../store/react.tsx';
import { FILE_INPUT_ID } from '../start/OpenFiles.tsx';
import { AboutSource } from './AboutSource.tsx';
import type { SourceRow } from './arrange.ts';
import { LoadedSwitch, MoveButtons, ObjectKsyms } from './ModuleControls.tsx';
import css from './Sources.module.css';

export function SourceItem({ row }: { readonly row: SourceRow }) {
  const { source, label, indented, order } = row;
  const { id, name, bytes, littleEndian, pointerSize } = source;
  const chosenOnes = useApp(({ query }) => query.sources);
  const chosen = chosenOnes?.includes(id) ?? false;
  const inKsyms = useApp(({ place }) => place.view === 'ksyms');
  const { setQuery, remove, closeType } = useActions();
  const [amount, unit] = source.symbols === null ? [source.ownTypes, 'type'] : [source.symbols, 'symbol'];
  const state = stateWord(source.state);
  const what = whatItIs(row);
  const compact = indented && state === '';
  const unusual = [
    littleEndian ? '' : 'big endian',
    pointerSize === 4 ? '32 bit' : '',
    label === name ? '' : label,
  ];

  /** A click chooses one source or, once more, all; with Ctrl it adds and takes away. */
  const choose = ({ ctrlKey, metaKey }: MouseEvent) => {
    // The list that is filtered is not in sight there.
    if (inKsyms) closeType();
    const others = ctrlKey || metaKey ? (chosenOnes ?? []).filter((other) => other !== id) : [];
    const next = chosen ? others : [...others, id];
    setQuery({ sources: next.length === 0 ? null : next });
  };

  const takeAway = async (button: Element): Promise<void> => {
    if (button === document.activeElement) focusNeighbour(button);
    await remove(id);
  };

  return (
    <div
      className={[
        css.source,
        indented ? css.indented : '',
        compact ? css.compact : '',
        chosen ? css.chosen : '',
        order ? css.ordered : '',
        source.role === 'object' ? css.object : '',
        source.loaded ? '' : css.notLoaded,
      ].join(' ')}
    >
      {order && <LoadedSwitch source={source} label={label} />}
      <button
        type="button"
        className={css.pick}
        aria-pressed={chosen}
        title={`${source.path}: ${what}, ${byteSize(bytes)}, ${countOf(amount, unit)}. ${unit === 'type' ? 'Press to list its types only.' : ''}`}
        onClick={choose}
      >
        <span className={css.name}>
          <span className={css.text}>{name}</span> {!source.loaded && <b className={css.off}>off</b>}
        </span>
        <span className={css.size}>{byteSize(bytes)}</span>
        <span className={css.types}>
          {groupDigits(amount)} <span className={css.unseen}>{unit}s</span>
        </span>
        <span className={compact ? css.unseen : css.facts}>
          {[what, ...unusual].filter(Boolean).join(' · ')}
          {state && <b className={css.alert}> {state}</b>}
        </span>
      </button>
      <AboutSource id={id} name={name} label={label} />
      {source.role === 'object' && <ObjectKsyms source={source} />}
      {order && <MoveButtons id={id} label={label} order={order} />}
      <button
        type="button"
        className={css.remove}
        aria-label={`Remove ${label}`}
        title={`Remove ${label}`}
        onClick={(event) => void takeAway(event.currentTarget)}
      >
        <X size={13} aria-hidden="true" />
      </button>
      <Reasons state={source.state} />
    </div>
  );
}

function whatItIs({ source: { role }, base, modules }: SourceRow): string {
  if (base !== null) return `${roleWord(role)} on ${base}`;
  return modules === 0 ? roleWord(role) : `${roleWord(role)} of ${countOf(modules, 'module')}`;
}

function Reasons({ state }: { readonly state: SourceState }) {
  if (state.state === 'no-base-fits') {
    return state.tried.map((misfit) => (
      <Reason key={misfit.base} words={misfitWords(misfit)} rule={misfit.error?.message ?? ''} />
    ));
  }
  if (state.state !== 'over-distilled-base') return null;
  return state.rejected?.map(({ base, baseName, message }) => (
    <Reason key={base} words={`not over ${baseName}: ${message}`} rule="" />
  ));
}

/** Figures in sight; the rule that is broken first, in the core's words, unfolds below them. */
function Reason({ words, rule }: { readonly words: string; readonly rule: string }) {
  if (rule === '') return <p className={css.reason}>{words}</p>;
  return (
    <details className={css.reason}>
      <summary>{words}</summary>
      {rule}
    </details>
  );
}

/** Before it goes: the focus of somebody at the keyboard goes on to what is beside it, and from the last one to Open. */
function focusNeighbour(button: Element): void {
  const item = button.closest('li');
  const neighbour = (item?.nextElementSibling ?? item?.previousElementSibling)?.querySelector(
    `.${css.remove}`,
  );
  const next = neighbour ?? document.getElementById(FILE_INPUT_ID);
  if (next instanceof HTMLElement) next.focus();
}
