/**
 * The two ways to choose files: the file input, of which the page has one at any time, and a directory.
 * Other buttons press it through its id.
 */

import { FolderOpen, Plus } from 'lucide-react';
import { useRef } from 'react';
import type { ChangeEvent } from 'react';
import { useActions } from '../../store/react.tsx';
import { chosenFiles } from './dropped.ts';
import css from './OpenFiles.module.css';

export const FILE_INPUT_ID = 'open-files';

export function OpenFiles() {
  const { openFiles } = useActions();
  const directory = useRef<HTMLInputElement>(null);
  const take = ({ currentTarget }: ChangeEvent<HTMLInputElement>) => {
    const files = chosenFiles(currentTarget.files ?? []);
    // The same file may be chosen again, after it was mended.
    currentTarget.value = '';
    void openFiles(files);
  };
  return (
    <div className={css.group}>
      <input
        id={FILE_INPUT_ID}
        className={css.input}
        type="file"
        multiple
        aria-label="Open files"
        onChange={take}
      />
      <label htmlFor={FILE_INPUT_ID} className={css.button} title="Open files">
        <Plus size={14} aria-hidden="true" />
        <span className={css.word}>Open</span>
      </label>
      <input
        ref={(input) => {
          directory.current = input;
          // React's types do not know the attribute that makes it choose a directory.
          input?.setAttribute('webkitdirectory', '');
        }}
        type="file"
        hidden
        aria-label="Directory"
        onChange={take}
      />
      <button
        type="button"
        className={css.button}
        aria-label="Open a directory"
        title="Open a directory"
        onClick={() => directory.current?.click()}
      >
        <FolderOpen size={14} aria-hidden="true" />
      </button>
    </div>
  );
}

/** Shows the browser's dialog for files. */
export function chooseFiles(): void {
  document.getElementById(FILE_INPUT_ID)?.click();
}
