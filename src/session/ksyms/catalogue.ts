/**
 * All kfuncs of the kernel that is open.
 * In: a kernel and a part of a name. Out: how many there are, and windows of them: by name, then in the order of modules,
 * those that are switched off last. Collected once a kernel, in slices.
 */

import type { KernelUnderTest } from '../../domain/bpf/kernel.ts';
import { prototypeLine } from '../../domain/ksym/declaration-line.ts';
import { kfuncsOf } from '../../domain/ksym/kfuncs.ts';
import type { BtfView } from '../../domain/view/view.ts';
import type { TypeId } from '../../format/btf/decode.ts';
import { Kind } from '../../format/btf/kinds.ts';
import type { KfuncQuery, KfuncRow, KfuncWindow } from '../ksyms-api.ts';
import { inSlices } from '../slices.ts';
import type { Sources } from '../sources.ts';
import { pageLine } from '../tokens.ts';
import type { OpenKernel } from './kernel.ts';

interface Entry {
  readonly name: string;
  readonly folded: string;
  readonly view: BtfView;
  readonly id: TypeId;
}

interface Collected {
  readonly kernel: KernelUnderTest;
  readonly entries: readonly Entry[];
  readonly isTagged: boolean;
}

/** Rows that one answer carries at most. */
const MAX_ROWS = 10_000;

export class Catalogue {
  private readonly sources: Sources;
  private collected: Promise<Collected> | null = null;
  private of: KernelUnderTest | null = null;
  private last: { readonly of: Collected; readonly text: string; readonly hits: readonly Entry[] } | null =
    null;

  constructor(sources: Sources) {
    this.sources = sources;
  }

  forget(): void {
    this.collected = null;
    this.of = null;
    this.last = null;
  }

  async window(
    { text }: KfuncQuery,
    from: number,
    count: number,
    kernel: OpenKernel,
    generation: number,
  ): Promise<KfuncWindow> {
    if (!this.collected || this.of !== kernel.under) {
      this.of = kernel.under;
      this.collected = inSlices(collect(kernel.under));
    }
    const collected = await this.collected;
    const hits = this.matching(collected, text.trim().toLowerCase());
    const start = Math.max(0, from);
    const rows = hits.slice(start, start + Math.min(count, MAX_ROWS));
    const { vmlinux } = kernel.facts;
    return {
      generation,
      count: hits.length,
      of: collected.entries.length,
      untagged: vmlinux && !collected.isTagged ? [vmlinux.name] : [],
      rows: rows.flatMap((entry) => this.row(entry, kernel)),
    };
  }

  private matching(of: Collected, text: string): readonly Entry[] {
    if (this.last?.of !== of || this.last.text !== text) {
      const hits = text === '' ? of.entries : of.entries.filter(({ folded }) => folded.includes(text));
      this.last = { of, text, hits };
    }
    return this.last.hits;
  }

  private row({ name, view, id }: Entry, kernel: OpenKernel): KfuncRow[] {
    const source = kernel.sources.get(view);
    if (!source) return [];
    return [
      {
        ref: { source: source.id, id },
        name,
        sourceName: source.name,
        loaded: this.sources.modules.isLoaded(source.id),
        prototype: pageLine(this.sources, source, prototypeLine(view, id)),
      },
    ];
  }
}

function* collect(kernel: KernelUnderTest): Generator<void, Collected> {
  const { vmlinux, modules, notLoaded } = kernel;
  const views = [...(vmlinux ? [vmlinux] : []), ...[...modules, ...notLoaded].map(({ view }) => view)];
  const entries: Entry[] = [];
  for (const view of views) {
    for (const id of kfuncsOf(view)) {
      const name = view.nameOf(id);
      entries.push({ name, folded: name.toLowerCase(), view, id });
    }
    yield;
  }
  entries.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const isTagged = vmlinux === null || kfuncsOf(vmlinux).length > 0 || !hasFunctions(vmlinux);
  return { kernel, entries, isTagged };
}

function hasFunctions(view: BtfView): boolean {
  for (let id = view.startId; id < view.typeCount; id++) if (view.kindOf(id) === Kind.Func) return true;
  return false;
}
