/** One list of a source: its figures, how far it is while it is being made, and its rows. */

import { Copy } from 'lucide-react';
import { useCallback, useRef } from 'react';
import type { SourceList, SourcePage } from '../../session/source-page-api.ts';
import { useActions, useApp, useClient } from '../../store/react.tsx';
import panel from '../type/Panel.module.css';
import { ListRows } from './ListRows.tsx';
import css from './SourcePane.module.css';
import { useSourceList } from './use-source-list.ts';
import { LIST_WORDS } from './words.ts';

/** Made from the indexes over everything: not worth the while before all is in. */
const AFTER_ALL: readonly SourceList[] = ['most-used', 'disagreeing'];

interface ListTabProps {
  readonly page: SourcePage;
  readonly list: SourceList;
}

export function ListTab({ page, list }: ListTabProps) {
  const waits = useApp((state) => AFTER_ALL.includes(list) && state.opening !== null);
  const indexed = useApp(({ workspace: { indexes } }) => `${indexes.names} ${indexes.usedBy}`);
  const state = waits ? null : `${page.generation} ${indexed}`;
  const { made, found, cancelled, failure, cancel, again } = useSourceList(page.info.id, list, state);
  const words = LIST_WORDS[list];
  const handOver = useFocusHandedOver();
  return (
    <>
      <div className={panel.bar}>
        <span aria-live="polite" title={words.about}>
          {made
            ? `${words.summary(made.head, page.baseName ?? 'its base')}${made.head.complete || !waits ? '' : ', and counting'}`
            : waits
              ? 'Waits until everything is in'
              : cancelled
                ? 'Cancelled'
                : 'Looking'}
        </span>
        {found !== null && <Progress found={found} button={handOver(cancel)} />}
        {cancelled && (
          <button type="button" className={panel.action} {...handOver(again)}>
            Look again
          </button>
        )}
        <div className={panel.actions}>
          {made !== null && made.head.count > 0 && <CopyList page={page} list={list} />}
        </div>
      </div>
      {failure !== null && <p role="alert">The list could not be made: {failure}</p>}
      <p className={css.about}>{made?.head.count === 0 ? words.empty : words.about}</p>
      {made !== null && made.head.count > 0 && <ListRows page={page} list={list} made={made} />}
    </>
  );
}

interface HandedOver {
  readonly ref: (button: HTMLElement | null) => void;
  readonly onClick: () => void;
}

/** Of two buttons one goes with its press and the other comes: the focus of whoever pressed goes on there. */
function useFocusHandedOver(): (press: () => void) => HandedOver {
  const pressed = useRef(false);
  const ref = useCallback((button: HTMLElement | null): void => {
    if (!button || !pressed.current) return;
    pressed.current = false;
    if (document.activeElement === document.body) button.focus();
  }, []);
  return (press) => ({
    ref,
    onClick: () => {
      pressed.current = true;
      press();
    },
  });
}

interface ProgressProps {
  readonly found: number;
  readonly button: HandedOver;
}

function Progress({ found, button }: ProgressProps) {
  const percent = Math.round(found * 100);
  return (
    <>
      <span
        role="progressbar"
        aria-label="Making the list"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        className={css.track}
      >
        <span className={css.done} style={{ transform: `scaleX(${found})` }} />
      </span>
      <button type="button" className={panel.action} {...button}>
        Cancel
      </button>
    </>
  );
}

function CopyList({ page, list }: ListTabProps) {
  const client = useClient();
  const { copyText, notify } = useActions();
  const copy = async (): Promise<void> => {
    try {
      await copyText(await client.sourceListText(page.info.id, list), 'Text');
    } catch (error) {
      notify(`The list could not be copied: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  return (
    <button type="button" className={panel.action} onClick={() => void copy()}>
      <Copy size={13} aria-hidden="true" /> Copy text
    </button>
  );
}
