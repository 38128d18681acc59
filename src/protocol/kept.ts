/**
 * What would have to be opened again if the worker died now.
 * In: what was opened, what was said of the kernel, and each workspace that comes by. Out: files, addresses, which of their
 * sources were still open, and what to say of them again.
 */

import type { OpenFile, OpenReport, SourceId, Workspace } from '../session/source-api.ts';
import type { KernelState, ModuleOrderReport } from '../session/ksyms-api.ts';
import type { ProgressSink, Question } from './wire.ts';

/** One `open` or `openUrl`, as it is to be asked again. */
export type KeptJob =
  | { readonly question: 'open'; readonly files: readonly OpenFile[] }
  | { readonly question: 'openUrl'; readonly url: string; readonly name: string };

export interface Kept {
  /** In the order in which they were asked: that of modules is their load order. */
  readonly jobs: readonly KeptJob[];
  /** Paths of the sources that were open. */
  readonly wanted: ReadonlySet<string>;
  /** What was said of the kernel, in the numbers of the sources in a new workspace; null where there is nothing to say. */
  readonly kernel: (workspace: Workspace) => KernelState | null;
}

export class KeptFiles {
  private jobs: KeptJob[] = [];
  private workspace: Workspace | null = null;
  private chosen: SourceId | null = null;
  private orderIsKnown = false;

  /** Looks at an answer; files count as open only once their `open` has come to its end. */
  learn(question: Question, args: readonly unknown[], answer: unknown): void {
    switch (question) {
      case 'open':
        this.jobs.push({ question, files: args[0] as readonly OpenFile[] });
        this.see((answer as OpenReport).workspace);
        return;
      case 'openUrl':
        this.jobs.push({ question, url: args[0] as string, name: args[1] as string });
        this.see((answer as OpenReport).workspace);
        return;
      case 'takeModuleOrder': {
        const { workspace, named } = answer as ModuleOrderReport;
        this.orderIsKnown ||= named > 0;
        this.see(workspace);
        return;
      }
      case 'moveModule':
        this.orderIsKnown = true;
        this.see(answer as Workspace);
        return;
      case 'chooseKernel':
        this.chosen = args[0] as SourceId;
        this.see(answer as Workspace);
        return;
      case 'restoreKernel': {
        const { vmlinux, orderIsKnown } = args[0] as KernelState;
        [this.chosen, this.orderIsKnown] = [vmlinux, orderIsKnown];
        this.see(answer as Workspace);
        return;
      }
      case 'remove':
      case 'removeAll':
      case 'dismissProblem':
      case 'workspace':
      case 'setLoaded':
        this.see(answer as Workspace);
        return;
      default:
    }
  }

  watching(progress: ProgressSink): ProgressSink {
    return (report) => {
      if ('workspace' in report && report.workspace) this.see(report.workspace);
      return progress(report);
    };
  }

  /** What is to be opened again; from now on nothing is kept but what is opened anew. */
  take(): Kept {
    const wanted = new Set(this.workspace?.sources.map((source) => source.path));
    const files = withFolders(wanted);
    const isWanted = (path: string): boolean => files.has(path);
    const jobs = this.jobs
      .map((job) =>
        job.question === 'open' ? { ...job, files: job.files.filter(({ path }) => isWanted(path)) } : job,
      )
      .filter((job) => (job.question === 'open' ? job.files.length > 0 : isWanted(job.name)));
    const kernel = this.saidOfKernel();
    this.forgetAll();
    return { jobs, wanted, kernel };
  }

  private saidOfKernel(): Kept['kernel'] {
    const { workspace, chosen, orderIsKnown } = this;
    const isOff = workspace?.sources.some(({ loaded }) => !loaded) ?? false;
    if (!workspace || (chosen === null && !orderIsKnown && !isOff)) return () => null;
    return (fresh) => {
      const numberIn = renumbering(workspace, fresh);
      const modules = workspace.sources.filter(({ role }) => role === 'module');
      const numbers = (ids: readonly SourceId[]): SourceId[] => ids.flatMap((id) => numberIn(id) ?? []);
      return {
        vmlinux: chosen === null ? null : numberIn(chosen),
        order: numbers(modules.map(({ id }) => id)),
        orderIsKnown,
        off: numbers(modules.filter(({ loaded }) => !loaded).map(({ id }) => id)),
      };
    };
  }

  forgetAll(): void {
    this.jobs = [];
    this.workspace = null;
    this.chosen = null;
    this.orderIsKnown = false;
  }

  private see(workspace: Workspace): void {
    if (!this.workspace || workspace.generation >= this.workspace.generation) this.workspace = workspace;
  }
}

/** Numbers of sources in one workspace to those in another: by path, and among equal paths by the order of opening. */
function renumbering(before: Workspace, after: Workspace): (id: SourceId) => SourceId | null {
  const byPath = (workspace: Workspace): Map<string, SourceId[]> => {
    const ids = new Map<string, SourceId[]>();
    for (const { path, id } of workspace.sources) ids.set(path, [...(ids.get(path) ?? []), id]);
    for (const list of ids.values()) list.sort((a, b) => a - b);
    return ids;
  };
  const [old, fresh] = [byPath(before), byPath(after)];
  const paths = new Map(before.sources.map(({ id, path }) => [id, path]));
  return (id) => {
    const path = paths.get(id) ?? '';
    return fresh.get(path)?.at(old.get(path)?.indexOf(id) ?? Infinity) ?? null;
  };
}

/** Paths and all that they lie in: what was in an archive wants the archive. */
function withFolders(paths: Iterable<string>): ReadonlySet<string> {
  const all = new Set<string>();
  for (const path of paths)
    for (let end = path.length; end > 0 && !all.has(path.slice(0, end)); end = path.lastIndexOf('/', end - 1))
      all.add(path.slice(0, end));
  return all;
}
