/**
 * The page of one type, or what stands in its place: nothing chosen, not in what is open, not to be read, on its way:
 * meanwhile what was shown before stays, dimmed.
 */

import { useApp } from '../../store/react.tsx';
import { DownloadProgress } from './DownloadProgress.tsx';
import { MissingType } from './MissingType.tsx';
import { Recent } from './Recent.tsx';
import { TypeHead } from './TypeHead.tsx';
import { TypeTabs } from './TypeTabs.tsx';
import css from './TypePane.module.css';

export function TypePane() {
  const shown = useApp((state) => state.shown);
  const isStale = shown.state === 'page' && shown.stale;
  return (
    <section
      className={`${css.pane} ${isStale ? css.stale : ''}`}
      aria-label="Type"
      aria-busy={isStale || shown.state === 'loading'}
    >
      <Recent />
      {shown.state === 'page' && (
        <>
          <TypeHead page={shown.page} differences={shown.differences} />
          <TypeTabs page={shown.page} />
        </>
      )}
      {shown.state === 'missing' && <MissingType sourceOpen={shown.sourceOpen} />}
      {shown.state === 'failed' && (
        <p role="alert" className={css.hint}>
          This type could not be read: {shown.message}
        </p>
      )}
      {shown.state === 'nothing' && (
        <p className={css.hint}>
          Choose a type on the left, or press <kbd>/</kbd> and type a name.
        </p>
      )}
      <DownloadProgress />
    </section>
  );
}
