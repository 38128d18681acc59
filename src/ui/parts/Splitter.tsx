/** The line between two panes: a hairline that can be dragged, or moved with the arrow keys once it has the focus. */

import { Separator } from 'react-resizable-panels';
import css from './Splitter.module.css';

export function Splitter({ label }: { readonly label: string }) {
  return <Separator className={css.splitter} aria-label={label} />;
}
