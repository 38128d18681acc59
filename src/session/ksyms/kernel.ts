/**
 * The kernel that objects are held against.
 * In: what is open, and what a person has said of it. Out: vmlinux with its modules and kallsyms as the core wants them,
 * facts about them, and the way from what the core finds back to sources. The same as long as nothing of it changes.
 */

import type { KernelModule, KernelUnderTest } from '../../domain/bpf/kernel.ts';
import type { BtfView } from '../../domain/view/view.ts';
import type { TypeId } from '../../format/btf/decode.ts';
import type { SourceId, TypeRef } from '../source-api.ts';
import type { KernelFacts } from '../ksyms-api.ts';
import type { ShownSource, Source, Sources } from '../sources.ts';

/** As the kernel names modules. */
export const moduleName = (name: string): string => name.replaceAll('-', '_');

export const VMLINUX = 'vmlinux';

export interface OpenKernel {
  readonly under: KernelUnderTest;
  readonly facts: KernelFacts;
  /** By the view that the core knows: vmlinux, then modules in load order, loaded or not. */
  readonly sources: ReadonlyMap<BtfView, ShownSource>;
}

/** The source that a view is of, and its type by number. */
export function refIn({ sources }: OpenKernel, view: BtfView, id: TypeId): TypeRef | null {
  const source = sources.get(view);
  return source ? { source: source.id, id } : null;
}

export class Kernels {
  private readonly sources: Sources;
  private chosen: SourceId | null = null;
  /** The vmlinux that was in use last. */
  private inUse: SourceId | null = null;
  private generation = -1;
  private current: OpenKernel | null = null;

  constructor(sources: Sources) {
    this.sources = sources;
  }

  /** Nothing but a vmlinux can be chosen. @returns whether it was */
  choose(vmlinux: SourceId): boolean {
    if (!this.choices.some(({ id }) => id === vmlinux)) return false;
    this.chosen = vmlinux;
    return true;
  }

  /** The same object as before while it means the same. */
  at(generation: number): OpenKernel {
    if (this.current && this.generation === generation) return this.current;
    const fresh = this.build();
    this.generation = generation;
    this.current =
      this.current && isSame(this.current, fresh) ? { ...fresh, under: this.current.under } : fresh;
    return this.current;
  }

  /** Drops what it has made if a source is a part of it. @returns whether it was */
  forget(source: SourceId): boolean {
    const { current } = this;
    const isPart =
      current?.facts.kallsyms?.source === source ||
      [...(current?.sources.values() ?? [])].some(({ id }) => id === source);
    if (isPart) this.current = null;
    return isPart;
  }

  /** Modules on the kernel that objects are held against; all there are while there is none. In load order. */
  get modules(): readonly Source[] {
    const { vmlinux } = this;
    return vmlinux ? this.modulesOn(vmlinux) : this.sources.all.filter(({ role }) => role === 'module');
  }

  private modulesOn(vmlinux: ShownSource): ShownSource[] {
    return this.sources.allShown.filter(
      ({ role, placement }) =>
        role === 'module' && placement.state === 'ready' && placement.base === vmlinux.id,
    );
  }

  private get choices(): readonly ShownSource[] {
    return this.sources.allShown.filter(({ role }) => role === 'base');
  }

  /**
   * The chosen one; else the one in use as long as it has modules, so that opening something else changes no verdict; else the
   * one with the most modules, of several the one opened first. Asking for it puts none to use.
   */
  get vmlinuxNow(): ShownSource | null {
    const { choices } = this;
    return choices.find(({ id }) => id === this.chosen) ?? this.likeliest(choices);
  }

  private get vmlinux(): ShownSource | null {
    const { vmlinuxNow } = this;
    this.inUse = vmlinuxNow?.id ?? null;
    return vmlinuxNow;
  }

  private likeliest(choices: readonly ShownSource[]): ShownSource | null {
    if (choices.length < 2) return choices.at(0) ?? null;
    const counts = new Map<SourceId, number>();
    for (const { role, placement } of this.sources.allShown)
      if (role === 'module' && placement.state === 'ready' && placement.base !== null)
        counts.set(placement.base, (counts.get(placement.base) ?? 0) + 1);
    const modulesOf = ({ id }: ShownSource): number => counts.get(id) ?? 0;
    const held = choices.find(({ id }) => id === this.inUse);
    if (held && modulesOf(held) > 0) return held;
    return choices.reduce((best, one) => (modulesOf(one) > modulesOf(best) ? one : best));
  }

  private build(): OpenKernel {
    const { vmlinux, sources } = this;
    const all = vmlinux ? this.modulesOn(vmlinux) : [];
    const isLoaded = ({ id }: ShownSource): boolean => sources.modules.isLoaded(id);
    const modules = all.filter(isLoaded).map(asModule);
    const notLoaded = all.filter((source) => !isLoaded(source)).map(asModule);
    const symbols = sources.kallsyms;
    const under: KernelUnderTest = {
      vmlinux: vmlinux?.placement.view ?? null,
      modules,
      orderIsKnown: sources.modules.isKnown,
      notLoaded,
      kallsyms: symbols?.kallsyms ?? null,
      seesModules: true,
    };
    const shown = vmlinux ? [vmlinux, ...all] : [];
    return {
      under,
      sources: new Map(shown.map((source) => [source.placement.view, source])),
      facts: {
        vmlinux: vmlinux && namesOf(vmlinux),
        choices: this.choices.map(namesOf),
        loaded: modules.length,
        notLoaded: notLoaded.length,
        orderIsKnown: under.orderIsKnown,
        kallsyms: symbols && {
          source: symbols.id,
          name: symbols.name,
          symbols: symbols.kallsyms.count,
          masked: symbols.kallsyms.isMasked,
        },
      },
    };
  }
}

const asModule = ({ name, placement }: ShownSource): KernelModule => ({
  name: moduleName(name),
  view: placement.view,
});

const namesOf = ({ id, name, path }: ShownSource): NonNullable<KernelFacts['vmlinux']> => ({
  source: id,
  name,
  path,
});

/** Names go with views. */
function isSame({ under: a }: OpenKernel, { under: b }: OpenKernel): boolean {
  const same = (one: readonly KernelModule[], other: readonly KernelModule[]): boolean =>
    one.length === other.length && one.every(({ view }, i) => view === other[i].view);
  return (
    a.vmlinux === b.vmlinux &&
    a.kallsyms === b.kallsyms &&
    a.orderIsKnown === b.orderIsKnown &&
    same(a.modules, b.modules) &&
    same(a.notLoaded, b.notLoaded)
  );
}
