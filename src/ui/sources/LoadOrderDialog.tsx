/** Takes the order of modules, and which are loaded, from a list that a machine prints; says what came of it. */

import { useState } from 'react';
import type { ModuleOrderReport } from '../../session/ksyms-api.ts';
import { countOf } from '../../store/messages/numbers.ts';
import { useActions, useAppState } from '../../store/react.tsx';
import { Command } from '../parts/Command.tsx';
import { PageDialog } from '../parts/PageDialog.tsx';
import css from './ModuleControls.module.css';

interface LoadOrderDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
}

export function LoadOrderDialog({ open, onClose }: LoadOrderDialogProps) {
  return (
    <PageDialog
      title="Load order of modules"
      label="List of modules that are loaded"
      open={open}
      onClose={onClose}
    >
      <TakeOrder />
    </PageDialog>
  );
}

function TakeOrder() {
  const [text, setText] = useState('');
  const [report, setReport] = useState<ModuleOrderReport | null>(null);
  const now = useAppState();
  const { takeModuleOrder, setModuleSort, setLoaded } = useActions();
  const take = async (): Promise<void> => {
    const answer = await takeModuleOrder(text);
    setReport(answer);
    if (answer && answer.named > 0) setModuleSort('load');
  };
  const allOn = async (): Promise<void> => {
    const off = now().workspace.sources.filter(({ loaded }) => !loaded);
    await setLoaded(
      off.map(({ id }) => id),
      true,
    );
    setReport(null);
  };
  return (
    <>
      <p>
        Loaders search modules in the order in which they were loaded, and only those that are. Paste what one
        of these prints on the machine, or names, one a line:
      </p>
      <p className={css.commands}>
        <Command text="sudo bpftool btf list" />
        <Command text="cat /proc/modules" />
      </p>
      <textarea
        className={css.paste}
        aria-label="List of modules"
        data-autofocus="true"
        spellCheck={false}
        autoComplete="off"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <div className={css.buttons}>
        <button type="button" disabled={text.trim() === ''} onClick={() => void take()}>
          Take this order
        </button>
        <button type="button" onClick={() => void allOn()}>
          All modules are loaded
        </button>
      </div>
      <div role="status" className={css.report}>
        {report && <Report report={report} />}
      </div>
    </>
  );
}

/** Of those that are missing so many are named. */
const NAMED = 40;

function Report({ report: { named, missing, switchedOff, unread } }: { readonly report: ModuleOrderReport }) {
  if (named === 0)
    return <p>This names no module that is open, or is no list of modules; nothing was changed.</p>;
  return (
    <>
      <p>
        {countOf(named, 'module')} named{missing.length === 0 && ', all of them open'}.
        {switchedOff > 0 &&
          ` ${countOf(switchedOff, 'open module')} ${switchedOff === 1 ? 'is' : 'are'} not named, and switched off now.`}
        {unread > 0 && ` ${countOf(unread, 'line')} could not be read.`}
      </p>
      {missing.length > 0 && (
        <>
          <p>{missing.length} of them not open, and so not searched here:</p>
          <p className={css.names}>
            {missing.slice(0, NAMED).join(', ')}
            {missing.length > NAMED && ` and ${missing.length - NAMED} more`}
          </p>
        </>
      )}
    </>
  );
}
