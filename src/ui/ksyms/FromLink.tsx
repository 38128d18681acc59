/**
 * Says what of the kernel was changed because the followed link says so, as long as it is so. Leads back where modules were
 * switched off; another vmlinux is chosen in the head of the pane.
 */

import { X } from 'lucide-react';
import type { RefObject } from 'react';
import { changedNow } from '../../store/linked-kernel.ts';
import { changedWords } from '../../store/messages/linked-kernel.ts';
import { useActions, useApp } from '../../store/react.tsx';
import { focusAfterStep } from '../parts/row-focus.ts';
import css from './KsymsPane.module.css';

interface FromLinkProps {
  readonly pane: RefObject<HTMLElement | null>;
}

export function FromLink({ pane }: FromLinkProps) {
  const changedForLink = useApp((state) => state.changedForLink);
  const workspace = useApp((state) => state.workspace);
  const { setLoaded, dismissChangedForLink } = useActions();
  if (changedForLink === null) return null;
  const changed = changedNow({ changedForLink, workspace });
  const words = changedWords(changed);
  if (words === '') return null;
  /** Once the button is gone that had the focus. */
  const focusPane = () => requestAnimationFrame(() => focusAfterStep(pane.current));
  const switchOn = async () => {
    await setLoaded(changedForLink.off, true);
    focusPane();
  };
  const dismiss = () => {
    dismissChangedForLink();
    focusPane();
  };
  return (
    <div className={css.fromLink} role="note" aria-label="Changed for the link">
      <p>As in the link: {words}.</p>
      {changed.off.length > 0 && (
        <button type="button" onClick={() => void switchOn()}>
          Switch {changed.off.length === 1 ? changed.off[0] : 'them'} on
        </button>
      )}
      <button
        type="button"
        className={css.step}
        aria-label="Dismiss the note on the link"
        title="Dismiss"
        onClick={dismiss}
      >
        <X size={14} aria-hidden="true" />
      </button>
    </div>
  );
}
