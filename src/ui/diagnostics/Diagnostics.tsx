/** What the page holds and how it does: bytes, indexes, times of answers, memory. Opened with Ctrl+Shift+D or from the help. */

import { Copy, RefreshCw } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Diagnostics as Facts } from '../../session/api.ts';
import { useActions, useApp, useClient, usePerformance } from '../../store/react.tsx';
import { PageDialog } from '../parts/PageDialog.tsx';
import { diagnosticsText, tablesOf, type FactTable, type Memory } from './diagnostics-tables.ts';
import css from './Diagnostics.module.css';

export function Diagnostics() {
  const open = useApp((state) => state.overlay === 'diagnostics');
  const { setOverlay } = useActions();
  return (
    <PageDialog title="Diagnostics" label="Figures" open={open} onClose={() => setOverlay('none')}>
      <Figures />
    </PageDialog>
  );
}

function Figures() {
  const client = useClient();
  const { roundTrips, browser } = usePerformance();
  const { copyText } = useActions();
  const generation = useApp(({ workspace }) => workspace.generation);
  const [looks, setLooks] = useState(0);
  const [facts, setFacts] = useState<Facts | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [memory, setMemory] = useState<Memory>('asked');

  useEffect(() => {
    let wanted = true;
    client.diagnostics().then(
      (answer) => wanted && setFacts(answer),
      (error: unknown) => wanted && setFailure(error instanceof Error ? error.message : String(error)),
    );
    return () => {
      wanted = false;
    };
  }, [client, generation, looks]);

  useEffect(() => {
    let wanted = true;
    void browser.measureMemory().then((bytes) => wanted && setMemory(bytes));
    return () => {
      wanted = false;
    };
  }, [browser, looks]);

  const tables = facts ? tablesOf(facts, roundTrips.figures, memory) : [];
  const refresh = (): void => {
    setMemory('asked');
    setLooks(looks + 1);
  };
  return (
    <>
      <div className={css.actions}>
        <button type="button" className={css.action} onClick={refresh}>
          <RefreshCw size={13} aria-hidden="true" /> Refresh
        </button>
        <button
          type="button"
          className={css.action}
          disabled={facts === null}
          onClick={() => void copyText(diagnosticsText(tables), 'Figures')}
        >
          <Copy size={13} aria-hidden="true" /> Copy text
        </button>
      </div>
      {failure !== null && <p role="alert">The parser did not answer: {failure}</p>}
      {tables.map((table) => (
        <OneTable key={table.caption} table={table} />
      ))}
    </>
  );
}

function OneTable({ table: { caption, about, columns, rows } }: { readonly table: FactTable }) {
  return (
    <table className={css.table}>
      <caption title={about}>{caption}</caption>
      {columns.length > 0 && (
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
      )}
      <tbody>
        {rows.map(([name, ...cells]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            {cells.map((cell, i) => (
              <td key={columns[i + 1] ?? i}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
