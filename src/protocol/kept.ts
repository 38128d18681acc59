/**
 * What would have to be opened again if the worker died now.
 * In: what was opened, and each workspace that comes by. Out: files, addresses, and which of their sources were still open.
 */

import type { OpenFile, OpenReport, Workspace } from '../session/api.ts';
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
}

export class KeptFiles {
  private jobs: KeptJob[] = [];
  private workspace: Workspace | null = null;

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
      case 'remove':
      case 'dismissProblem':
      case 'workspace':
        this.see(answer as Workspace);
        return;
      default:
    }
  }

  watching(progress: ProgressSink): ProgressSink {
    return (report) => {
      if ('workspace' in report && report.workspace) this.see(report.workspace);
      progress(report);
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
    this.forgetAll();
    return { jobs, wanted };
  }

  forgetAll(): void {
    this.jobs = [];
    this.workspace = null;
  }

  private see(workspace: Workspace): void {
    if (!this.workspace || workspace.generation >= this.workspace.generation) this.workspace = workspace;
  }
}

/** Paths and all that they lie in: what was in an archive wants the archive. */
function withFolders(paths: Iterable<string>): ReadonlySet<string> {
  const all = new Set<string>();
  for (const path of paths)
    for (let end = path.length; end > 0 && !all.has(path.slice(0, end)); end = path.lastIndexOf('/', end - 1))
      all.add(path.slice(0, end));
  return all;
}
