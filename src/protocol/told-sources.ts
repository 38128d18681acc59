/**
 * The list of sources, which crosses the port with every change: of thousands it takes the page longer to receive than all
 * else together.
 * In: what a question answers or reports, a workspace in it. Out: the same without those sources that the page has said it
 * has; and on the page's side the whole list again. A source that changes is another object (`Sources.info`), and its number
 * is never used again.
 */

import type { SourceId, SourceInfo, Workspace } from '../session/source-api.ts';

/** What stands for a list of sources on the way. */
interface Told {
  readonly ids: readonly SourceId[];
  /** Of these, in any order, the ones that the page may not have as they are. */
  readonly fresh: readonly SourceInfo[];
}

/** The worker's side. */
export class ToldSources {
  /** As the page has them. */
  private readonly known = new Map<SourceId, SourceInfo>();

  /** `taken` is to be called once the page has taken it, if it is known when that is. */
  shorten(value: unknown): { readonly value: unknown; readonly taken: () => void } {
    const told: SourceInfo[] = [];
    const short = withSources(value, (sources: readonly SourceInfo[]): Told => {
      this.forgetAllBut(sources);
      const fresh = sources.filter((source) => this.known.get(source.id) !== source);
      told.push(...fresh);
      return { ids: sources.map(({ id }) => id), fresh };
    });
    return { value: short, taken: () => told.forEach((source) => this.known.set(source.id, source)) };
  }

  private forgetAllBut(sources: readonly SourceInfo[]): void {
    if (this.known.size <= sources.length) return;
    const open = new Set(sources.map(({ id }) => id));
    for (const id of this.known.keys()) if (!open.has(id)) this.known.delete(id);
  }
}

/** The page's side, of one worker. */
export class HeldSources {
  private readonly held = new Map<SourceId, { readonly source: SourceInfo; readonly generation: number }>();
  private last: readonly SourceInfo[] = [];
  private newest = 0;

  /** The list is the very same one where nothing has changed in it. Answers and reports may overtake each other. */
  restore(value: unknown): unknown {
    return withSources(value, ({ ids, fresh }: Told, generation): readonly SourceInfo[] => {
      if (generation >= this.newest) this.forgetAllBut(ids);
      this.newest = Math.max(this.newest, generation);
      for (const source of fresh) {
        const newest = this.held.get(source.id)?.generation ?? 0;
        if (newest <= generation) this.held.set(source.id, { source, generation });
      }
      const sources = ids.flatMap((id) => this.held.get(id)?.source ?? []);
      const isSame = sources.length === this.last.length && sources.every((one, i) => one === this.last[i]);
      if (!isSame) this.last = sources;
      return this.last;
    });
  }

  /** Closed sources take room only: now and then is enough. */
  private forgetAllBut(ids: readonly SourceId[]): void {
    if (this.held.size <= ids.length * 2) return;
    const open = new Set(ids);
    for (const id of this.held.keys()) if (!open.has(id)) this.held.delete(id);
  }
}

/** Puts something else in the place of a workspace's sources, wherever the answer has one. */
function withSources<From>(value: unknown, change: (sources: From, generation: number) => unknown): unknown {
  if (isWorkspace(value)) return { ...value, sources: change(value.sources as From, value.generation) };
  if (typeof value !== 'object' || value === null || !('workspace' in value)) return value;
  return isWorkspace(value.workspace) ? { ...value, workspace: withSources(value.workspace, change) } : value;
}

function isWorkspace(value: unknown): value is Omit<Workspace, 'sources'> & { readonly sources: unknown } {
  return typeof value === 'object' && value !== null && 'sources' in value && 'kindCounts' in value;
}
