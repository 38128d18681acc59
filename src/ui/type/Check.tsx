/** A checkbox with its word, for the bar of a tab. */

import type { ReactNode } from 'react';
import css from './Panel.module.css';

interface CheckProps {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly title?: string;
  readonly children: ReactNode;
}

export function Check({ checked, onChange, title, children }: CheckProps) {
  return (
    <label className={css.check} title={title}>
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />{' '}
      {children}
    </label>
  );
}
