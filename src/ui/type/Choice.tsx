/** One of a few forms, chosen as with radio buttons; looks like the parts of one button. */

import { useId } from 'react';
import css from './Choice.module.css';

interface ChoiceProps<Value extends string> {
  /** What is chosen, for screen readers. */
  readonly label: string;
  readonly values: readonly (readonly [value: Value, words: string])[];
  readonly chosen: Value;
  readonly onChoose: (value: Value) => void;
}

export function Choice<Value extends string>({ label, values, chosen, onChoose }: ChoiceProps<Value>) {
  const name = useId();
  return (
    <div role="radiogroup" aria-label={label} className={css.group}>
      {values.map(([value, words]) => (
        <label key={value} className={css.part}>
          <input
            type="radio"
            className={css.radio}
            name={name}
            checked={value === chosen}
            onChange={() => onChoose(value)}
          />
          {words}
        </label>
      ))}
    </div>
  );
}
