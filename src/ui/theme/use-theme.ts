/** Puts the chosen theme on the root element, where `theme.css` looks for it; without one the system decides. */

import { useLayoutEffect } from 'react';
import { useApp } from '../../store/react.tsx';

export function useTheme(): void {
  const theme = useApp((state) => state.theme);
  useLayoutEffect(() => {
    const { dataset } = document.documentElement;
    if (theme === 'system') delete dataset.theme;
    else dataset.theme = theme;
  }, [theme]);
}
