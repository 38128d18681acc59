/**
 * Small kernels for tests of the session.
 * In: a version, so that no two kernels have the same strings. Out: files as they are dropped, and a session's answers put
 * shortly.
 */

import { BtfBuilder } from '../../format/testing/builder.ts';
import type { TypeQuery } from '../list-api.ts';
import { DEFAULT_KINDS, type OpenFile, type SourceInfo, type Workspace } from '../source-api.ts';

export function file(path: string, bytes: Uint8Array): OpenFile {
  return { name: path.slice(path.lastIndexOf('/') + 1), path, blob: new Blob([Uint8Array.from(bytes)]) };
}

export interface SmallKernel {
  readonly base: BtfBuilder;
  readonly int: number;
  readonly listHead: number;
  /** `struct NAME` with a `struct list_head` and a count in it, and a function that takes a pointer to it. */
  module(name: string): BtfBuilder;
}

/** `struct list_head`, `struct task_struct`, and a string that is as long as `version`. */
export function smallKernel(version: string): SmallKernel {
  const base = new BtfBuilder();
  base.addStruct(`version_${version}`, 4);
  const int = base.addInt('unsigned int', 4);
  const listHead = base.addStruct('list_head', 16);
  base.addField('next', listHead + 1, 0).addField('prev', listHead + 1, 64);
  base.addPtr(listHead);
  base.addStruct('task_struct', 24);
  base.addField('tasks', listHead, 0).addField('pid', int, 128);
  const module = (name: string): BtfBuilder => {
    const split = base.split();
    const item = split.addStruct(name, 24);
    split.addField('list', listHead, 0).addField('count', int, 128);
    const proto = split.addFuncProto(int);
    split.addFuncParam('item', proto + 1);
    split.addPtr(item);
    const func = split.addFunc(`${name}_count`, proto);
    split.addDeclTag('bpf_kfunc', func);
    return split;
  };
  return { base, int, listHead, module };
}

export const query = (text: string, change: Partial<TypeQuery> = {}): TypeQuery => ({
  text,
  kinds: DEFAULT_KINDS,
  anonymous: false,
  sources: null,
  directory: '',
  grouped: false,
  sort: { column: 'relevance', descending: false },
  ...change,
});

export const ignore = (): void => undefined;

/** `name: state`, and `name -> base` for what is ready over one. */
export function states({ sources }: Workspace): string[] {
  const nameOf = (source: SourceInfo): string =>
    sources.find(({ id }) => id === source.base)?.path ?? 'nothing';
  return sources.map((source) => {
    if (source.state.state !== 'ready') return `${source.path}: ${source.state.state}`;
    return source.base === null ? source.path : `${source.path} -> ${nameOf(source)}`;
  });
}

export const problems = ({ problems: list }: Workspace): string[] =>
  list.map(({ file: of, code }) => `${of}: ${code}`);
