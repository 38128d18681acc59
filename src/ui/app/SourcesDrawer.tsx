/** The sources where there is no room for a pane of their own: over the left edge, until something is chosen or Esc. */

import { Dialog } from '@ariakit/react';
import { useActions, useApp } from '../../store/react.tsx';
import { Sources } from '../sources/Sources.tsx';
import css from './SourcesDrawer.module.css';

export function SourcesDrawer() {
  const open = useApp((state) => state.overlay === 'sources');
  const { setOverlay } = useActions();
  return (
    <Dialog
      open={open}
      onClose={() => setOverlay('none')}
      aria-label="Open sources"
      className={css.drawer}
      backdrop={<div className={css.backdrop} />}
      unmountOnHide
    >
      <Sources onClose={() => setOverlay('none')} />
    </Dialog>
  );
}
