/** What a row of the sources offers for Ksyms: whether a module counts as loaded, its place in the order, an object's view. */

import { ArrowDown, ArrowUp } from 'lucide-react';
import type { SourceId, SourceInfo } from '../../session/source-api.ts';
import { objectDoor } from '../../store/ksyms-door.ts';
import { useActions, useApp } from '../../store/react.tsx';
import { sourcesById } from '../../store/source-labels.ts';
import { isPlainClick } from '../parts/TypeLink.tsx';
import { useKsymsHref } from '../parts/use-ksyms-href.ts';
import type { LoadOrder } from './arrange.ts';
import css from './ModuleControls.module.css';

interface LoadedSwitchProps {
  readonly source: SourceInfo;
  readonly label: string;
}

/** Shows what holds now: the list around it follows as there is time, and would turn a press back for a moment. */
export function LoadedSwitch({ source: { id, loaded }, label }: LoadedSwitchProps) {
  const { setLoaded } = useActions();
  const shown = useApp(({ workspace }) => sourcesById(workspace.sources).get(id)?.loaded ?? loaded);
  return (
    <input
      type="checkbox"
      className={css.loaded}
      aria-label={`${label} is loaded`}
      title={shown ? 'Counts as loaded; press to switch it off' : 'Switched off: loaders do not search it'}
      checked={shown}
      onChange={(event) => void setLoaded([id], event.target.checked)}
    />
  );
}

interface MoveButtonsProps {
  readonly id: SourceId;
  readonly label: string;
  readonly order: LoadOrder;
}

/** In sight while the row is pointed at or has the focus; only where modules are listed as they are loaded. */
export function MoveButtons({ id, label, order: { previous, next, afterNext } }: MoveButtonsProps) {
  const shown = useApp((state) => state.moduleSort === 'load');
  const { moveModule } = useActions();
  if (!shown) return null;
  const move = async (before: SourceId | null, button: string): Promise<void> => {
    await moveModule(id, before);
    // A row that is put elsewhere loses the focus.
    requestAnimationFrame(() => document.getElementById(button)?.focus());
  };
  return (
    <span className={css.moves}>
      <button
        id={`move-up-${id}`}
        type="button"
        className={css.move}
        aria-label={`Move ${label} up`}
        title="Loaded earlier"
        aria-disabled={previous === null}
        onClick={() => previous !== null && void move(previous, `move-up-${id}`)}
      >
        <ArrowUp size={12} aria-hidden="true" />
      </button>
      <button
        id={`move-down-${id}`}
        type="button"
        className={css.move}
        aria-label={`Move ${label} down`}
        title="Loaded later"
        aria-disabled={next === null}
        onClick={() => next !== null && void move(afterNext, `move-down-${id}`)}
      >
        <ArrowDown size={12} aria-hidden="true" />
      </button>
    </span>
  );
}

/** From an object to how its ksyms resolve. */
export function ObjectKsyms({ source }: { readonly source: SourceInfo }) {
  const { openKsyms, setOverlay } = useActions();
  const hrefOf = useKsymsHref();
  const door = objectDoor(source);
  return (
    <a
      className={css.ksyms}
      href={hrefOf(door)}
      aria-label={`Ksyms of ${source.name}`}
      onClick={(event) => {
        if (!isPlainClick(event)) return;
        event.preventDefault();
        setOverlay('none');
        openKsyms(door);
      }}
    >
      Ksyms
    </a>
  );
}
