/** Says what of the kernel was changed because the followed link says so, as long as it is so; leads back. */

import { X } from 'lucide-react';
import { changedNow } from '../../store/linked-kernel.ts';
import { changedWords } from '../../store/messages/linked-kernel.ts';
import { useActions, useApp } from '../../store/react.tsx';
import css from './KsymsPane.module.css';

export function FromLink() {
  const changedForLink = useApp((state) => state.changedForLink);
  const workspace = useApp((state) => state.workspace);
  const { setLoaded, dismissChangedForLink } = useActions();
  if (changedForLink === null) return null;
  const changed = changedNow({ changedForLink, workspace });
  const words = changedWords(changed);
  if (words === '') return null;
  return (
    <div className={css.fromLink} role="note" aria-label="Changed for the link">
      <p>As in the link: {words}.</p>
      {changed.off.length > 0 && (
        <button type="button" onClick={() => void setLoaded(changedForLink.off, true)}>
          Switch {changed.off.length === 1 ? changed.off[0] : 'them'} on
        </button>
      )}
      <button
        type="button"
        className={css.step}
        aria-label="Dismiss the note on the link"
        title="Dismiss"
        onClick={dismissChangedForLink}
      >
        <X size={14} aria-hidden="true" />
      </button>
    </div>
  );
}
