/** What lies at the place in a type that the search asks for, above the list of names. */

import type { MouseEvent } from 'react';
import type { NamedType, OffsetAnswer, OffsetFailure, OffsetPlace } from '../../session/offset-api.ts';
import { shortFragment } from '../../store/link/short.ts';
import {
  failureWords,
  offsetWords,
  othersWords,
  memberWords,
  roomWords,
} from '../../store/messages/offsets.ts';
import { useActions, useApp } from '../../store/react.tsx';
import { sourcesById } from '../../store/source-labels.ts';
import { Tokens } from '../parts/TokenLines.tsx';
import { isPlainClick } from '../parts/TypeLink.tsx';
import link from '../parts/TypeLink.module.css';
import { OFFSET_ID } from './SearchBox.tsx';
import css from './OffsetNote.module.css';

export function OffsetNote() {
  const answer = useApp(({ search }) => search.result?.offset ?? null);
  if (!answer) return null;
  const others = othersWords(answer);
  return (
    <div id={OFFSET_ID} className={css.note} role="note" aria-label="Offset">
      {answer.through.map(({ in: holder, path, offset }) => (
        <p key={`${holder.ref.source}:${holder.ref.id}:${path}`}>
          <Layout of={holder} />
          {path !== '' && <span className={css.path}>.{path}</span>} at offset {offsetWords(offset)} points to
        </p>
      ))}
      {answer.failure ? (
        <Failure answer={answer} failure={answer.failure} />
      ) : (
        answer.places.map((place, index) => <Place key={index} answer={answer} place={place} />)
      )}
      {answer.truncated && <p className={css.dim}>More members cover it.</p>}
      {others !== '' && (
        <p className={css.dim}>
          In {answer.sourceName}; there {answer.others === 1 ? 'is' : 'are'} {others}.
        </p>
      )}
    </div>
  );
}

/** `task_struct.pid: int at offset 2,472 (0x9a8), 4 bytes` */
function Place({ answer, place }: { readonly answer: OffsetAnswer; readonly place: OffsetPlace }) {
  const { within, asked } = answer;
  if (place.place !== 'member')
    return (
      <p>
        <Layout of={within} />
        <Asked answer={answer} />: {roomWords(place)}
      </p>
    );
  return (
    <p>
      <Layout of={within} />
      {place.path !== '' && <span className={css.path}>.{place.path}</span>}:{' '}
      <span className={css.type}>
        <Tokens tokens={place.type} />
      </span>{' '}
      {memberWords(place, asked)}
    </p>
  );
}

function Failure({ answer, failure }: { readonly answer: OffsetAnswer; readonly failure: OffsetFailure }) {
  const [before, after] = failureWords(failure);
  return (
    <p>
      <Layout of={answer.type} />
      <Asked answer={answer} />: {before}
      {failure.why !== 'outside' && (
        <span className={css.type}>
          <Tokens tokens={failure.type} />
        </span>
      )}
      {after}
    </p>
  );
}

function Asked({ answer: { asked } }: { readonly answer: OffsetAnswer }) {
  return (
    <span className={css.path}>{asked.by === 'offset' ? `+0x${asked.offset.toString(16)}` : asked.path}</span>
  );
}

/** To the layout of a struct or union, which is what its name stands for here. */
function Layout({ of: { ref, words } }: { readonly of: NamedType }) {
  const { openType } = useActions();
  const sourceName = useApp(({ workspace }) => sourcesById(workspace.sources).get(ref.source)?.name ?? '');
  const open = (event: MouseEvent): void => {
    if (!isPlainClick(event)) return;
    event.preventDefault();
    openType(ref, 'layout');
  };
  return (
    <a
      className={`${link['link']} ${css.path}`}
      href={shortFragment(ref, words, sourceName, 'layout')}
      onClick={open}
    >
      {words.replace(/^(struct|union) /, '')}
    </a>
  );
}
