/** A download on its way: how far it is, and the way to end it. */

import { byteSize } from '../../store/messages/numbers.ts';
import { useActions, useApp } from '../../store/react.tsx';
import css from './DownloadProgress.module.css';

export function DownloadProgress() {
  const download = useApp((state) => state.download);
  const { cancelDownload } = useActions();
  if (!download) return null;
  const { file, done, bytes, cancelling } = download;
  const label = `${cancelling ? 'Stopping' : 'Writing'} ${file}`;
  return (
    <div className={css.strip}>
      <progress className={css.bar} aria-label={label} max={1} value={done ?? undefined} />
      <span className={css.words}>
        {label}: {byteSize(bytes)}
      </span>
      <button
        type="button"
        className={css.cancel}
        aria-label="Cancel the download"
        disabled={cancelling}
        onClick={cancelDownload}
      >
        Cancel
      </button>
    </div>
  );
}
