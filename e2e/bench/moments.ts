/**
 * When things become possible while files are opened.
 * In: the client, and the progress of one `open`. Out: milliseconds to the first rows, to a list of everything, to used-by of
 * everything. That is found by asking again and again, which costs the worker up to a tenth of its time; of many files only
 * once the last one is read.
 */

import type { SessionClient } from '../../src/protocol/client.ts';
import type { OpenProgress, Workspace } from '../../src/session/source-api.ts';
import { FIRST_ROWS, typeQuery } from './questions.ts';

/** From the call of `open`; null for what did not come to pass within `PATIENCE`. */
export interface Reached {
  /** First rows of a list of whatever was in by then. */
  readonly firstList: number | null;
  /** The list covers all that was opened, and its first rows have come. */
  readonly list: number | null;
  /** Used-by covers all that was opened. */
  readonly usedBy: number | null;
}

/** Milliseconds. */
const PATIENCE = 60_000;
const MANY_FILES = 50;
/** Milliseconds between two questions at least: the figures are as coarse as that. */
const PAUSE = 3;
/** Times that an answer took, between two questions. */
const REST = 10;

export class Moments {
  private readonly client: SessionClient;
  private readonly files: number;
  private readonly clock: () => number;
  private allRead: boolean;

  /** To be made when `open` is called. `clock`: milliseconds since then. */
  constructor(client: SessionClient, files: number, clock: () => number) {
    this.client = client;
    this.files = files;
    this.clock = clock;
    this.allRead = files < MANY_FILES;
  }

  progress({ filesDone, filesTotal }: OpenProgress): void {
    this.allRead ||= filesDone === filesTotal;
  }

  async reached(): Promise<Reached> {
    const firstList = await this.when(() => this.hasRows());
    const list = await this.when(() => this.isOpen(({ indexes }) => indexes.names));
    const usedBy = await this.when(() => this.isOpen(({ indexes }) => indexes.usedBy));
    return { firstList, list, usedBy };
  }

  private async hasRows(): Promise<boolean> {
    const { first } = await this.client.search(typeQuery(''), FIRST_ROWS);
    return first.length > 0;
  }

  /** An index may cover what is in while more is to come. */
  private async isOpen(isCovered: (workspace: Workspace) => boolean): Promise<boolean> {
    if (!this.allRead) return false;
    const workspace = await this.client.workspace();
    const { sources, problems } = workspace;
    return sources.length + problems.length >= this.files && isCovered(workspace) && this.hasRows();
  }

  private async when(isSo: () => Promise<boolean>): Promise<number | null> {
    const began = this.clock();
    for (;;) {
      const asked = this.clock();
      const is = await isSo();
      const answered = this.clock();
      if (is) return answered;
      if (answered - began > PATIENCE) return null;
      const pause = Math.max(PAUSE, (answered - asked) * REST);
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}
