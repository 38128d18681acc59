/**
 * What the start screen does not need, in chunks of its own: the page is painted before they are read, and they are read
 * right after, so that nothing waits for them later.
 */

import { lazy } from 'react';

const loadPanes = () => import('./Panes.tsx');
const loadDrawer = () => import('./SourcesDrawer.tsx');
const loadHelp = () => import('../help/Help.tsx');
const loadDiagnostics = () => import('../diagnostics/Diagnostics.tsx');
const loadKsyms = () => import('../ksyms/KsymsPane.tsx');
const loadSource = () => import('../source/SourcePane.tsx');

export const Panes = lazy(async () => ({ default: (await loadPanes()).Panes }));
export const SourcesDrawer = lazy(async () => ({ default: (await loadDrawer()).SourcesDrawer }));
export const Help = lazy(async () => ({ default: (await loadHelp()).Help }));
export const Diagnostics = lazy(async () => ({ default: (await loadDiagnostics()).Diagnostics }));
export const KsymsPane = lazy(async () => ({ default: (await loadKsyms()).KsymsPane }));
export const SourcePane = lazy(async () => ({ default: (await loadSource()).SourcePane }));

/** Never fails: whatever is missing then is reported when it is used. */
export async function preload(): Promise<void> {
  const loads = [loadPanes, loadDrawer, loadHelp, loadDiagnostics, loadKsyms, loadSource];
  await Promise.allSettled(loads.map((load) => load()));
}
