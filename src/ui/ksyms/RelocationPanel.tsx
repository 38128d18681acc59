/**
 * One CO-RE relocation: what it asks, what it comes to in each loader, the candidates it was matched against, and its
 * instruction.
 */

import { Copy, Link2 } from 'lucide-react';
import { useRef } from 'react';
import type { SourceInfo } from '../../session/source-api.ts';
import type { CoreCandidate, CoreDetail, CoreRow } from '../../session/ksyms-api.ts';
import { coreText, writtenSentence } from '../../store/messages/core-text.ts';
import { coreWord } from '../../store/messages/ksyms.ts';
import type { Tone } from '../../store/messages/ksyms.ts';
import { useActions } from '../../store/react.tsx';
import { TypeLink } from '../parts/TypeLink.tsx';
import { useRememberedScroll } from '../parts/useRememberedScroll.ts';
import { DetailHead } from './ExternPanel.tsx';
import { InstructionTable } from './InstructionTable.tsx';
import { Toned, toneClass } from './Toned.tsx';
import { useCoreDetail } from './use-ksyms.ts';
import css from './Detail.module.css';
import pane from './KsymsPane.module.css';

interface RelocationPanelProps {
  readonly object: SourceInfo;
  /** Null where the object has no such relocation. */
  readonly row: CoreRow | null;
  readonly number: number;
}

export function RelocationPanel({ object, row, number }: RelocationPanelProps) {
  const scrollerRef = useRef<HTMLDivElement>(null);
  const { value, stale, failure } = useCoreDetail(object.id, row?.index ?? -1);
  // Until the answer comes it is of the relocation before.
  const detail = value !== null && value.row.index === row?.index ? value : null;
  useRememberedScroll('opened/relocation', scrollerRef, row !== null && !stale);
  return (
    <section className={css.region} aria-label="Relocation">
      <DetailHead
        title={row ? `${row.kind} ${row.local}` : `relocation ${number}`}
        back="Relocations"
        close={{ relocation: null }}
        label="Close the relocation"
      />
      <div
        ref={scrollerRef}
        className={css.scroller}
        tabIndex={0}
        role="group"
        aria-label="About the relocation"
      >
        {row ? (
          <>
            <CopyRelocation object={object} row={row} detail={detail} />
            <About row={row} />
            {failure && <p role="alert">The instruction could not be looked into: {failure}</p>}
            {detail && <Instruction detail={detail} />}
          </>
        ) : (
          <p>
            <code>{object.name}</code> has no relocation {number}: it may be of another build than the link.
          </p>
        )}
      </div>
    </section>
  );
}

function Instruction({ detail }: { readonly detail: CoreDetail }) {
  const { row, section, before, after } = detail;
  const sentence = writtenSentence(detail);
  return (
    <section className={css.part} aria-label="Instructions">
      <h3>{after.length > 1 ? 'Instructions' : 'Instruction'}</h3>
      {sentence !== '' && <p>{sentence}</p>}
      <InstructionTable
        rows={[
          {
            program: row.program,
            section,
            insn: row.insn,
            origin: null,
            before,
            after,
            poisoned: row.state === 'poisoned',
          },
        ]}
      />
    </section>
  );
}

interface CopyRelocationProps {
  readonly object: SourceInfo;
  readonly row: CoreRow;
  readonly detail: CoreDetail | null;
}

function CopyRelocation({ object, row, detail }: CopyRelocationProps) {
  const { copyText, copyLink } = useActions();
  return (
    <div className={css.takeAway}>
      <div className={pane['actions']}>
        <button
          type="button"
          className={pane['action']}
          onClick={() => void copyText(coreText(row, detail, object.name, 'text'), 'Text')}
        >
          <Copy size={13} aria-hidden="true" /> Copy as text
        </button>
        <button
          type="button"
          className={pane['action']}
          onClick={() => void copyText(coreText(row, detail, object.name, 'markdown'), 'Markdown')}
        >
          <Copy size={13} aria-hidden="true" /> Copy as Markdown
        </button>
        <button
          type="button"
          className={pane['action']}
          title="Copy link (y)"
          onClick={() => void copyLink()}
        >
          <Link2 size={13} aria-hidden="true" /> Copy link
        </button>
      </div>
    </div>
  );
}

function About({ row }: { readonly row: CoreRow }) {
  const { program, insn, number, kind, local, localType, access, text, line, aya, candidates } = row;
  return (
    <>
      <p className={css.facts}>
        <span>
          {program}, instruction {insn}
        </span>
        <span>relocation #{number} of its section</span>
        <span>{kind}</span>
        <span>access {access}</span>
      </p>
      <p className={css.declaration}>{localType ? <TypeLink to={localType} words={local} /> : local}</p>
      <section className={css.part} aria-label="Loaders">
        <h3>What it comes to</h3>
        <dl className={css.verdicts}>
          <div>
            <dt>libbpf</dt>
            <dd>
              <b>
                <Toned word={coreWord(row)} />
              </b>{' '}
              {text}
              {line !== null && (
                <pre className={css.printed} tabIndex={0} role="group" aria-label="What libbpf prints">
                  {line}
                </pre>
              )}
            </dd>
          </div>
          <div>
            <dt>aya</dt>
            <dd>
              {aya ? (
                <b>
                  <Toned word={coreWord(aya)} />
                </b>
              ) : (
                'the same'
              )}
            </dd>
          </div>
        </dl>
      </section>
      <Candidates candidates={candidates} />
    </>
  );
}

const STATES: Readonly<Record<CoreCandidate['state'], readonly [word: string, tone: Tone]>> = {
  match: ['matches', 'good'],
  'no-match': ['does not match', 'warn'],
  error: ['error', 'bad'],
};

function Candidates({ candidates }: { readonly candidates: readonly CoreCandidate[] }) {
  if (candidates.length === 0)
    return (
      <section className={css.part} aria-label="Candidates">
        <h3>Candidates</h3>
        <p>None: nothing that was searched has a type of this name and kind.</p>
      </section>
    );
  return (
    <section className={css.part} aria-label="Candidates">
      <h3>Candidates</h3>
      <div className={css.wide} tabIndex={0} role="group" aria-label="Table of candidates">
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col">in</th>
              <th scope="col">candidate</th>
              <th scope="col">result</th>
              <th scope="col" className={css.number}>
                value
              </th>
            </tr>
          </thead>
          <tbody>
            {candidates.map(({ where, ref, state, text, value }, index) => (
              <tr key={index}>
                <td>{where}</td>
                <td>{ref ? <TypeLink to={ref} words={text} /> : text}</td>
                <td className={toneClass(STATES[state][1])}>{STATES[state][0]}</td>
                <td className={css.number}>{value ?? '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
