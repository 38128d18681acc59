/** The whole window takes drops, at any time; while files hang over it, it says so. */

import { useEffect, useState } from 'react';
import { useActions } from '../../store/react.tsx';
import { carriesFiles, gatherDrop } from './dropped.ts';
import css from './DropTarget.module.css';

export function DropTarget() {
  const { openGathered } = useActions();
  const [over, setOver] = useState(false);

  useEffect(() => {
    // Drags enter and leave every element on their way: only the outermost pair counts.
    let depth = 0;
    const enter = ({ dataTransfer }: DragEvent) => {
      if (!carriesFiles(dataTransfer)) return;
      depth += 1;
      setOver(true);
    };
    const leave = ({ dataTransfer }: DragEvent) => {
      if (!carriesFiles(dataTransfer)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(false);
    };
    const hover = (event: DragEvent) => {
      if (carriesFiles(event.dataTransfer)) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      if (!event.dataTransfer || !carriesFiles(event.dataTransfer)) return;
      event.preventDefault();
      depth = 0;
      setOver(false);
      void openGathered(gatherDrop(event.dataTransfer));
    };
    const listeners = { dragenter: enter, dragleave: leave, dragover: hover, drop } as const;
    for (const [name, listener] of Object.entries(listeners)) {
      window.addEventListener(name, listener as EventListener);
    }
    return () => {
      for (const [name, listener] of Object.entries(listeners)) {
        window.removeEventListener(name, listener as EventListener);
      }
    };
  }, [openGathered]);

  return over ? (
    <div className={css.cover} aria-hidden="true">
      <p className={css.words}>Drop to open</p>
    </div>
  ) : null;
}
