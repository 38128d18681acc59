/**
 * What the Ksyms view asks, and which object it is about.
 * Answers are asked for anew when what is open changes; while files come in by the hundred, one question is under way at a
 * time, and the next is asked when its answer is there.
 */

import { useState } from 'react';
import type { SourceId, SourceInfo } from '../../session/source-api.ts';
import type { CoreDetail, ExternDetail, KsymReport, ObjectList } from '../../session/ksyms-api.ts';
import { DEFAULT_KSYMS } from '../../store/place.ts';
import type { KsymsPlace } from '../../store/place.ts';
import { useApp, useClient } from '../../store/react.tsx';
import { useAnswer } from '../parts/use-answer.ts';
import type { Answer } from '../parts/use-answer.ts';

export function useKsymsPlace(): KsymsPlace {
  return useApp(({ place }) => (place.view === 'ksyms' ? place : DEFAULT_KSYMS));
}

export function useKsymAnswer<Value>(question: string, ask: () => Promise<Value>): Answer<Value> {
  const generation = useApp(({ workspace }) => workspace.generation);
  const [asked, askOf] = useState(generation);
  const answer = useAnswer(`${question} ${asked}`, ask);
  if (!answer.stale && asked !== generation) askOf(generation);
  return answer;
}

export function useObjects(): Answer<ObjectList> {
  const client = useClient();
  return useKsymAnswer('objects', () => client.ksymObjects());
}

/** The object that externs and relocations are of: the one named, or the only one that is open. */
export type ChosenObject =
  | { readonly state: 'found'; readonly object: SourceInfo }
  /** Several are open, and none was named. */
  | { readonly state: 'open-question' }
  /** None of its name is open; '' where none was named and none is open. */
  | { readonly state: 'missing'; readonly name: string };

export function useChosenObject(): ChosenObject {
  const { source, object } = useKsymsPlace();
  const sources = useApp(({ workspace }) => workspace.sources);
  const open = sources.filter(({ role }) => role === 'object');
  const found =
    open.find(({ id }) => id === source) ??
    open.find(({ name }) => name === object) ??
    (object === '' && open.length === 1 ? open[0] : undefined);
  if (found) return { state: 'found', object: found };
  return object === '' && open.length > 1 ? { state: 'open-question' } : { state: 'missing', name: object };
}

export function useReport(object: SourceId): Answer<KsymReport | null> {
  const client = useClient();
  return useKsymAnswer(`report ${object}`, () => client.ksymReport(object));
}

export function useExternDetail(object: SourceId, index: number): Answer<ExternDetail | null> {
  const client = useClient();
  return useKsymAnswer(`extern ${object}/${index}`, () => client.externDetail(object, index));
}

export function useCoreDetail(object: SourceId, index: number): Answer<CoreDetail | null> {
  const client = useClient();
  return useKsymAnswer(`relocation ${object}/${index}`, () => client.coreDetail(object, index));
}
