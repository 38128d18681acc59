/** What lies at the place in a type that the search asks for, above the list of names. */

import type { NamedType, OffsetAnswer, OffsetFailure, OffsetPlace } from '../../session/offset-api.ts';
import {
  failureWords,
  offsetWords,
  othersWords,
  memberWords,
  roomWords,
} from '../../store/messages/offsets.ts';
import type { Sought } from '../../store/place.ts';
import { useApp, useClient } from '../../store/react.tsx';
import { sourcesById } from '../../store/source-labels.ts';
import { Tokens } from '../parts/TokenLines.tsx';
import { TypeLink } from '../parts/TypeLink.tsx';
import { useAnswer } from '../parts/use-answer.ts';
import { useSourceLabel } from '../parts/use-source-label.ts';
import { OFFSET_ID } from './SearchBox.tsx';
import css from './OffsetNote.module.css';

export function OffsetNote() {
  const answer = useApp(({ search }) => search.result?.offset ?? null);
  return answer && <Note answer={answer} />;
}

function Note({ answer }: { readonly answer: OffsetAnswer }) {
  const others = othersWords(answer);
  return (
    <div id={OFFSET_ID} className={css.note} role="note" aria-label="Offset">
      {answer.through.map(({ in: holder, path, offset }, index) => (
        <p key={index}>
          <Layout of={holder} sought={{ path, room: null }} />
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
          In <SourceOf answer={answer} />; there {answer.others === 1 ? 'is' : 'are'} {others}.
        </p>
      )}
    </div>
  );
}

/** Of a module's typedef of what its base has, `type.ref` is in the base. */
function SourceOf({ answer: { type, sourceName } }: { readonly answer: OffsetAnswer }) {
  const { source } = type.ref;
  const isIt = useApp(({ workspace }) => sourcesById(workspace.sources).get(source)?.name === sourceName);
  return useSourceLabel(isIt ? source : null, sourceName);
}

/** `task_struct.pid: int at offset 2,472 (0x9a8), 4 bytes` */
function Place({ answer, place }: { readonly answer: OffsetAnswer; readonly place: OffsetPlace }) {
  const { within, asked } = answer;
  if (place.place !== 'member')
    return (
      <p>
        <Layout
          of={within}
          sought={{ path: place.path, room: asked.by === 'offset' ? asked.offset : null }}
        />
        <Asked answer={answer} />: {roomWords(place)}
      </p>
    );
  return (
    <p>
      <Layout of={within} sought={{ path: place.path, room: null }} />
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

interface LayoutProps {
  readonly of: NamedType;
  /** What to bring into sight there. */
  readonly sought?: Omit<Sought, 'count'> | undefined;
}

/** To the layout of a struct or union, which is what its name stands for here. */
function Layout({ of, sought }: LayoutProps) {
  const { ref, words } = of;
  const [, name] = /^(?:struct|union) (.*)$/s.exec(words) ?? [];
  if (name === undefined) return <Behind of={of} sought={sought} />;
  return (
    <TypeLink to={ref} words={words} tab="layout" sought={sought} className={css.path}>
      {name}
    </TypeLink>
  );
}

/** A typedef, or a type without a name: neither names what is behind it in an address, so that is asked for. */
function Behind({ of: { ref, words }, sought }: LayoutProps) {
  const client = useClient();
  const { value, stale } = useAnswer(`${ref.source}:${ref.id}`, () => client.typePage(ref));
  return (
    <TypeLink
      to={ref}
      words={words}
      tab="layout"
      sought={sought}
      target={stale ? undefined : value?.link}
      className={css.path}
    />
  );
}
