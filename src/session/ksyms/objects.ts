/**
 * The BPF objects that are open, and what comes of each against a kernel.
 * In: sources and a kernel. Out: the object opened, with its analysis, or why it could not be looked into. Both are kept: the
 * first as long as the file, the second until the kernel is another one.
 */

import type { KernelUnderTest } from '../../domain/bpf/kernel.ts';
import { nameIndexOf } from '../../domain/bpf/name-index.ts';
import { openBpfObject, type BpfObject } from '../../domain/bpf/object.ts';
import { analysisSteps, type Analysis } from '../../domain/ksym/analyze.ts';
import { BtfError } from '../../format/errors.ts';
import type { SourceId } from '../source-api.ts';
import { inSlices } from '../slices.ts';
import type { Source, Sources } from '../sources.ts';

export interface Examined {
  readonly source: Source;
  readonly object: BpfObject;
  readonly analysis: Analysis;
}

export interface Unexamined {
  readonly source: Source;
  readonly error: BtfError;
}

type Opened = { readonly object: BpfObject } | { readonly error: BtfError };

interface Kept {
  readonly kernel: KernelUnderTest;
  /** Never rejects. */
  readonly analysis: Promise<Analysis | BtfError>;
}

export class Objects {
  private readonly sources: Sources;
  private readonly opened = new WeakMap<Uint8Array, Opened>();
  private analyses = new WeakMap<BpfObject, Kept>();

  constructor(sources: Sources) {
    this.sources = sources;
  }

  /** In the order of opening. */
  get all(): readonly Source[] {
    return this.sources.all.filter(({ found }) => found.object !== null);
  }

  get(id: SourceId): Source | null {
    const source = this.sources.get(id);
    return source?.found.object ? source : null;
  }

  /** Once for each kernel, in slices; never throws. */
  async examine(source: Source, kernel: KernelUnderTest): Promise<Examined | Unexamined> {
    const opened = this.open(source);
    if ('error' in opened) return { source, error: opened.error };
    const { object } = opened;
    let kept = this.analyses.get(object);
    if (kept?.kernel !== kernel) {
      kept = { kernel, analysis: analyze(object, kernel) };
      this.analyses.set(object, kept);
    }
    const analysis = await kept.analysis;
    return analysis instanceof BtfError ? { source, error: analysis } : { source, object, analysis };
  }

  /** A kernel that is gone is not to be kept alive by what was found in it. */
  forgetAnalyses(): void {
    this.analyses = new WeakMap();
  }

  private open({ found }: Source): Opened {
    const bytes = found.object ?? new Uint8Array();
    let opened = this.opened.get(bytes);
    if (!opened) {
      const object = attempt(() => openBpfObject(bytes));
      this.opened.set(bytes, (opened = object instanceof BtfError ? { error: object } : { object }));
    }
    return opened;
  }
}

async function analyze(object: BpfObject, kernel: KernelUnderTest): Promise<Analysis | BtfError> {
  try {
    return await inSlices(analysisSteps(object, kernel));
  } catch (error) {
    return asBtfError(error);
  }
}

function attempt<T>(job: () => T): T | BtfError {
  try {
    return job();
  } catch (error) {
    return asBtfError(error);
  }
}

/** One object that we fail on must not take the others along. */
function asBtfError(error: unknown): BtfError {
  if (error instanceof BtfError) return error;
  return new BtfError('object-bad', error instanceof Error ? error.message : String(error));
}

/** Names are looked up in all modules: their indexes are made between other questions, not within the first look-up. */
export function* prepareNames({ vmlinux, modules, notLoaded }: KernelUnderTest): Generator<void, void> {
  if (vmlinux) nameIndexOf(vmlinux);
  for (const { view } of [...modules, ...notLoaded]) {
    yield;
    nameIndexOf(view);
  }
}
