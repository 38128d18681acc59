/**
 * What would have to be opened again if the worker died now.
 * In: what was opened, and each workspace that comes by. Out: files, addresses, and which of their sources were still open.
 */

import type { OpenFile, OpenReport, Workspace } from '../session/api.ts';
import type { ProgressSink, Question } from './wire.ts';

interface Address {
  readonly url: string;
  readonly name: string;
}

export interface Kept {
  readonly files: readonly OpenFile[];
  readonly urls: readonly Address[];
  /** Paths of the sources that were open. */
  readonly wanted: ReadonlySet<string>;
}

export class KeptFiles {
  private files: OpenFile[] = [];
  private urls: Address[] = [];
  private workspace: Workspace | null = null;

  /** Looks at an answer; files count as open only once their `open` has come to its end. */
  learn(question: Question, args: readonly unknown[], answer: unknown): void {
    switch (question) {
      case 'open':
        this.files.push(...(args[0] as readonly OpenFile[]));
        this.see((answer as OpenReport).workspace);
        return;
      case 'openUrl':
        this.urls.push({ url: args[0] as string, name: args[1] as string });
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
    const isWanted = (name: string): boolean =>
      [...wanted].some((path) => path === name || path.startsWith(`${name}/`));
    const kept = {
      files: this.files.filter(({ path }) => isWanted(path)),
      urls: this.urls.filter(({ name }) => isWanted(name)),
      wanted,
    };
    this.forgetAll();
    return kept;
  }

  forgetAll(): void {
    this.files = [];
    this.urls = [];
    this.workspace = null;
  }

  private see(workspace: Workspace): void {
    if (!this.workspace || workspace.generation >= this.workspace.generation) this.workspace = workspace;
  }
}
