/** A browser for tests: a history of addresses in memory that behaves as `history` and `location` do. */

import type { Browser } from '../browser.ts';

export class FakeBrowser implements Browser {
  readonly stored = new Map<string, string>();
  readonly steps: { fragment: string; state: unknown }[];
  index = 0;
  title = '';
  clipboard = '';
  readonly files: { name: string; content: Blob }[] = [];
  clipboardWorks = true;
  private readonly listeners = new Set<() => void>();

  constructor(fragment = '') {
    this.steps = [{ fragment, state: null }];
  }

  fragment = (): string => this.steps[this.index]?.fragment ?? '';
  addressWith = (fragment: string): string => `https://btf.example/${fragment}`;
  entryState = (): unknown => structuredClone(this.steps[this.index]?.state);

  push = (fragment: string, state: unknown): void => {
    this.steps.splice(this.index + 1, Infinity, { fragment, state });
    this.index += 1;
  };
  replace = (fragment: string, state: unknown): void => {
    this.steps[this.index] = { fragment, state };
  };
  back = (): void => this.go(-1);
  forward = (): void => this.go(1);

  /** What typing another fragment into the address bar does. */
  edit(fragment: string): void {
    this.push(fragment, null);
    this.announce();
  }

  onMove = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  setTitle = (title: string): void => {
    this.title = title;
  };
  drawn = () => Promise.resolve();
  copy = (text: string): Promise<void> => {
    if (!this.clipboardWorks) return Promise.reject(new Error('not allowed'));
    this.clipboard = text;
    return Promise.resolve();
  };
  saveFile = (name: string, content: Blob): void => {
    this.files.push({ name, content });
  };
  load = (key: string): string | null => this.stored.get(key) ?? null;
  save = (key: string, value: string): void => {
    this.stored.set(key, value);
  };
  memory: number | null = null;
  measureMemory = () => Promise.resolve(this.memory);
  resolve = (path: string): string => `https://btf.example/${path}`;

  private go(steps: number): void {
    const index = this.index + steps;
    if (!this.steps[index]) return;
    this.index = index;
    this.announce();
  }

  private announce(): void {
    for (const listener of this.listeners) listener();
  }
}
