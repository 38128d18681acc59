/** The way here: back, forward, and the types opened lately. */

import { X } from 'lucide-react';
import { sameRef } from '../../store/place.ts';
import { useActions, useApp } from '../../store/react.tsx';
import { Steps } from '../parts/Steps.tsx';
import { TypeLink } from '../parts/TypeLink.tsx';
import css from './Recent.module.css';

/** More do not fit beside each other. */
const SHOWN = 8;

export function Recent() {
  const recent = useApp((state) => state.recent);
  const open = useApp((state) => state.place.view === 'type');
  const current = useApp((state) => (state.place.view === 'type' ? state.place.ref : null));
  const { closeType } = useActions();
  return (
    <div className={css.bar}>
      <Steps />
      <nav className={css.trail} aria-label="Recent types">
        <ol>
          {recent.slice(0, SHOWN).map(({ ref, title, sourceName }) => (
            <li key={`${ref.source}:${ref.id}`} aria-current={sameRef(ref, current) ? 'page' : undefined}>
              <TypeLink to={ref} words={title}>
                <span title={`${title} in ${sourceName}`}>{title}</span>
              </TypeLink>
            </li>
          ))}
        </ol>
      </nav>
      {open && (
        <button
          type="button"
          className={css.step}
          aria-label="Close the type"
          title="Close (Esc)"
          onClick={closeType}
        >
          <X size={14} aria-hidden="true" />
        </button>
      )}
    </div>
  );
}
