/** The page: header, panes or start screen, problems, status bar, and what lies over them. */

import { Suspense } from 'react';
import { useApp } from '../../store/react.tsx';
import { useKeys } from '../keys/use-keys.ts';
import { Problems } from '../problems/Problems.tsx';
import { DropTarget } from '../start/DropTarget.tsx';
import { Start } from '../start/Start.tsx';
import { useTheme } from '../theme/use-theme.ts';
import { Header } from './Header.tsx';
import { Diagnostics, Help, Panes, SourcesDrawer } from './lazy.ts';
import { StatusBar } from './StatusBar.tsx';
import { useFrame } from './use-width.ts';
import css from './App.module.css';

export function App() {
  const empty = useApp(({ workspace, opening }) => workspace.sources.length === 0 && opening === null);
  const frame = useFrame();
  useTheme();
  useKeys();
  const drawer = frame !== 'wide' && !empty;
  return (
    <div className={css.page}>
      <Header search={!empty} drawer={drawer} />
      <main className={css.main}>
        {empty ? (
          <Start />
        ) : (
          <Suspense>
            <Panes frame={frame} />
          </Suspense>
        )}
      </main>
      <Problems />
      <StatusBar />
      <Suspense>
        {drawer && <SourcesDrawer />}
        <Help />
        <Diagnostics />
      </Suspense>
      <DropTarget />
    </div>
  );
}
