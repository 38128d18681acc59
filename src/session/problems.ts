/**
 * The Problems list.
 * In: what was thrown, or a fact, about a file or a source. Out: entries with a code, kept until they are dismissed or
 * their cause is gone. Leaves sentences and advice to `store/messages`.
 */

import { BtfError, type ErrorDetails } from '../format/errors.ts';
import type { Problem, SourceId } from './source-api.ts';

/** Entries beyond this are counted by no one: a list of 10,000 reasons is for nobody to read. */
const MAX_PROBLEMS = 10_000;
const MAX_MESSAGE = 2000;

export class Problems {
  private readonly entries = new Map<string, Problem>();
  private nextKey = 1;

  get list(): readonly Problem[] {
    return [...this.entries.values()];
  }

  add(
    file: string,
    source: SourceId | null,
    code: Problem['code'],
    message: string,
    offset = -1,
    details: ErrorDetails = {},
  ): void {
    if (this.entries.size >= MAX_PROBLEMS) return;
    const key = `${this.nextKey++}`;
    this.entries.set(key, {
      key,
      file,
      source,
      code,
      message: message.slice(0, MAX_MESSAGE),
      offset,
      details,
    });
  }

  /** What was thrown while a file was read; anything but a `BtfError` means that reading itself failed. */
  addError(file: string, error: unknown, otherwise: Problem['code']): void {
    if (error instanceof BtfError)
      this.add(file, null, error.code, error.message, error.offset, error.details);
    else this.add(file, null, otherwise, error instanceof Error ? error.message : String(error));
  }

  dismiss(key: string): void {
    this.entries.delete(key);
  }

  /** Takes away what was said of a source. */
  forget(source: SourceId, code: Problem['code'] | null = null): void {
    for (const [key, problem] of this.entries)
      if (problem.source === source && (code === null || problem.code === code)) this.entries.delete(key);
  }
}
