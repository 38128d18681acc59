/** Above the sources: how modules are listed, and the way to give them a kernel's load order. */

import { useState } from 'react';
import { useActions, useApp } from '../../store/react.tsx';
import { LoadOrderDialog } from './LoadOrderDialog.tsx';
import css from './ModuleControls.module.css';

export function ModuleBar() {
  const sort = useApp((state) => state.moduleSort);
  const { setModuleSort } = useActions();
  const [open, setOpen] = useState(false);
  return (
    <div className={css.bar}>
      <label>
        Modules{' '}
        <select
          aria-label="Order of modules"
          value={sort}
          onChange={(event) => setModuleSort(event.target.value === 'load' ? 'load' : 'name')}
        >
          <option value="name">by name</option>
          <option value="load">as loaded</option>
        </select>
      </label>
      <button type="button" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        Load order…
      </button>
      <LoadOrderDialog open={open} onClose={() => setOpen(false)} />
    </div>
  );
}
