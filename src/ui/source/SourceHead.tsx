/** What a source is called, what it is and sits on, how it stands, and what can be done with it. */

import { Link2, ListFilter } from 'lucide-react';
import type { SourcePage } from '../../session/source-page-api.ts';
import { byteSize, countOf } from '../../store/messages/numbers.ts';
import { roleWord, stateWord } from '../../store/messages/states.ts';
import { useActions, useApp } from '../../store/react.tsx';
import { SourceLink } from '../parts/SourceLink.tsx';
import { useSourceLabel } from '../parts/use-source-label.ts';
import css from './SourcePane.module.css';

export function SourceHead({ page }: { readonly page: SourcePage }) {
  const { info, baseName } = page;
  const { copyLink, openKsyms, setQuery } = useActions();
  const label = useSourceLabel(info.id, info.name);
  const base = useSourceLabel(info.base, baseName ?? '');
  const state = stateWord(info.state);
  return (
    <header className={css.head}>
      <div className={css.line}>
        <h2 className={css.title}>{info.name}</h2>
        {info.role === 'object' && (
          <button
            type="button"
            className={css.action}
            onClick={() => openKsyms({ part: 'externs', source: info.id, object: info.name })}
          >
            Ksyms
          </button>
        )}
        {info.ownTypes > 0 && (
          <button
            type="button"
            className={css.action}
            title={`List the types of ${label} only`}
            onClick={() => setQuery({ sources: [info.id], directory: '' })}
          >
            <ListFilter size={13} aria-hidden="true" /> List its types
          </button>
        )}
        <Close page={page} />
        <button type="button" className={css.action} title="Copy link (y)" onClick={() => void copyLink()}>
          <Link2 size={14} aria-hidden="true" /> Copy link
        </button>
      </div>
      <p className={css.facts}>
        <span>
          {roleWord(info.role)}
          {info.base !== null && (
            <>
              {' on '}
              <SourceLink to={info.base} name={baseName ?? ''}>
                {base}
              </SourceLink>
            </>
          )}
        </span>
        {info.symbols === null && <span>{countOf(info.ownTypes, 'type')}</span>}
        {info.symbols !== null && <span>{countOf(info.symbols, 'symbol')}</span>}
        <span>{byteSize(info.bytes)}</span>
        {label !== info.name && <span>{label}</span>}
        {state && <b className={css.alert}>{state}</b>}
      </p>
    </header>
  );
}

/** A base goes with the modules on it, which would only wait for another. */
function Close({ page: { info, kernel } }: { readonly page: SourcePage }) {
  const sources = useApp(({ workspace }) => workspace.sources);
  const { closeType, removeAll } = useActions();
  const modules = kernel?.base === info.id ? kernel.modules : 0;
  const close = (): void => {
    const all = sources.filter(({ id, base }) => id === info.id || (modules > 0 && base === info.id));
    closeType();
    void removeAll(all.map(({ id }) => id));
  };
  return (
    <button type="button" className={css.action} onClick={close}>
      {modules > 0 ? `Close with ${countOf(modules, 'module')}` : 'Close'}
    </button>
  );
}
