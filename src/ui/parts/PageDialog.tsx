/** Something that lies over the page until Esc, a click beside it, or its button closes it. What is in it scrolls. */

import { Dialog, DialogDismiss, DialogHeading } from '@ariakit/react';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import css from './PageDialog.module.css';

interface PageDialogProps {
  readonly title: string;
  /** Name of the part that scrolls. */
  readonly label: string;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

export function PageDialog({ title, label, open, onClose, children }: PageDialogProps) {
  return (
    <Dialog
      open={open}
      onClose={onClose}
      className={css.dialog}
      backdrop={<div className={css.backdrop} />}
      unmountOnHide
    >
      <div className={css.head}>
        <DialogHeading render={<h2 />} className={css.title}>
          {title}
        </DialogHeading>
        <DialogDismiss className={css.close} aria-label={`Close ${title.toLowerCase()}`}>
          <X size={15} aria-hidden="true" />
        </DialogDismiss>
      </div>
      <div className={css.body} tabIndex={0} role="group" aria-label={label}>
        {children}
      </div>
    </Dialog>
  );
}
