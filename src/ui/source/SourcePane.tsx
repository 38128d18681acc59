/** The page of one source: the kernel, a module of it, or anything else that is open; or what stands in its place. */

import { useDeferredValue } from 'react';
import { useApp, useClient } from '../../store/react.tsx';
import { DownloadProgress } from '../type/DownloadProgress.tsx';
import { Recent } from '../type/Recent.tsx';
import { useAnswer } from '../parts/use-answer.ts';
import { SourceHead } from './SourceHead.tsx';
import { SourceTabs } from './SourceTabs.tsx';
import css from './SourcePane.module.css';

export function SourcePane() {
  const name = useApp(({ place }) => (place.view === 'source' ? place.name : ''));
  const source = useSource();
  return (
    <section className={css.pane} aria-label="Source">
      <Recent />
      {source === null ? <NotOpen name={name} /> : <Page source={source} />}
      <DownloadProgress />
    </section>
  );
}

/** The one that the place names; by name alone where it came from a link. Null where it is not open. */
function useSource(): number | null {
  return useApp(({ place, workspace: { sources } }) => {
    if (place.view !== 'source') return null;
    const found =
      sources.find(({ id }) => id === place.source) ?? sources.find(({ name }) => name === place.name);
    return found?.id ?? null;
  });
}

function Page({ source }: { readonly source: number }) {
  const client = useClient();
  // While thousands of files come in, the page follows as there is time.
  const generation = useDeferredValue(useApp(({ workspace }) => workspace.generation));
  const { value, failure } = useAnswer(`${source} ${generation}`, () => client.sourcePage(source));
  if (failure !== null) return <p role="alert">The source could not be read: {failure}</p>;
  if (value?.info.id !== source) return <p className={css.hint}>Reading…</p>;
  return (
    <>
      <SourceHead page={value} />
      <SourceTabs page={value} />
    </>
  );
}

function NotOpen({ name }: { readonly name: string }) {
  return (
    <p className={css.hint}>
      No source called <code>{name}</code> is open. Open its file to see its page.
    </p>
  );
}
