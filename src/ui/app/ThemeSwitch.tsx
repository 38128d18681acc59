/** Goes round the themes: as the system has it, light, dark. */

import { Monitor, Moon, Sun } from 'lucide-react';
import { useActions, useApp } from '../../store/react.tsx';
import type { Theme } from '../../store/state.ts';
import css from './Header.module.css';

const NEXT: Readonly<Record<Theme, Theme>> = { system: 'light', light: 'dark', dark: 'system' };
const ICONS = { system: Monitor, light: Sun, dark: Moon } as const;

export function ThemeSwitch() {
  const theme = useApp((state) => state.theme);
  const { setTheme } = useActions();
  const Icon = ICONS[theme];
  return (
    <button
      type="button"
      className={css.icon}
      aria-label={`Theme: ${theme}`}
      title={`Theme: ${theme}; press for ${NEXT[theme]}`}
      onClick={() => setTheme(NEXT[theme])}
    >
      <Icon size={15} aria-hidden="true" />
    </button>
  );
}
