/** Above an object's externs or relocations: which object, what the table is narrowed to, and ways to take it elsewhere. */

import type { SourceInfo } from '../../session/source-api.ts';
import { isDetailOpen, objectDoor } from '../../store/ksyms-door.ts';
import { useActions, useApp } from '../../store/react.tsx';
import { sourceLabels } from '../../store/source-labels.ts';
import { TakeAway } from './TakeAway.tsx';
import { useKsymsPlace } from './use-ksyms.ts';
import css from './KsymsPane.module.css';

interface ObjectBarProps {
  readonly object: SourceInfo;
  /** Of the rows: `3 of 12 externs`. */
  readonly amount: string;
}

export function ObjectBar({ object, amount }: ObjectBarProps) {
  const place = useKsymsPlace();
  const { onlyProblems } = place;
  const { changeKsyms } = useActions();
  return (
    <div className={css.bar}>
      <ObjectChooser object={object} />
      <label className={css.check}>
        <input
          type="checkbox"
          checked={onlyProblems}
          onChange={(event) => changeKsyms({ onlyProblems: event.target.checked })}
        />{' '}
        Only problems
      </label>
      <span className={css.amount} aria-live="polite">
        {amount}
      </span>
      {!isDetailOpen(place) && <TakeAway object={object} extern={null} />}
    </div>
  );
}

function ObjectChooser({ object }: { readonly object: SourceInfo }) {
  const sources = useApp(({ workspace }) => workspace.sources);
  const { part } = useKsymsPlace();
  const { openKsyms } = useActions();
  const labels = sourceLabels(sources);
  const objects = sources.filter(({ role }) => role === 'object');
  if (objects.length < 2) return <b title={object.path}>{object.name}</b>;
  const choose = (id: number) => {
    const chosen = objects.find((one) => one.id === id);
    if (chosen) openKsyms({ ...objectDoor(chosen), part });
  };
  return (
    <select aria-label="Object" value={object.id} onChange={(event) => choose(Number(event.target.value))}>
      {objects.map(({ id, name }) => (
        <option key={id} value={id}>
          {labels.get(id) ?? name}
        </option>
      ))}
    </select>
  );
}
