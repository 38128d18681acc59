/**
 * A session for tests of the page: what is open is a list of types written down by hand, and answers come at once unless
 * a test holds them back. Knows no BTF; the real session has its own tests.
 */

import type { Diagnostics } from '../../session/api.ts';
import type { SearchCount, SearchResult, TypeQuery, TypeRow } from '../../session/list-api.ts';
import type {
  OpenFile,
  OpenProgress,
  OpenReport,
  Problem,
  SourceId,
  SourceInfo,
  TypeRef,
  Workspace,
} from '../../session/source-api.ts';
import type {
  SourceList,
  SourceListHead,
  SourceListProgress,
  SourceListRow,
  SourcePage,
} from '../../session/source-page-api.ts';
import type {
  CopiedText,
  LinkResolution,
  LinkTarget,
  PageText,
  TakePart,
  TypePage,
  TypeText,
  WholePart,
  WholeReport,
  WholeText,
} from '../../session/type-api.ts';
import type { OffsetAnswer } from '../../session/offset-api.ts';
import type { SessionClient } from '../../protocol/client.ts';
import { FakeKsyms } from './fake-ksyms.ts';

/** One type of a fake source; `id` within its source. */
export interface FakeType {
  readonly source: number;
  readonly id: number;
  readonly kind: TypeRow['kind'];
  readonly name: string;
  readonly size?: number;
  readonly elements?: number;
}

export function fakeSource(id: number, name: string, more: Partial<SourceInfo> = {}): SourceInfo {
  return {
    id,
    name,
    path: name,
    role: 'base',
    state: { state: 'ready' },
    ownTypes: 10,
    bytes: 1000,
    base: null,
    littleEndian: true,
    pointerSize: 8,
    container: 'raw',
    loaded: true,
    symbols: null,
    ...more,
  };
}

/** The hash of a fake type: sixteen digits that change with its size. */
export function fakeHash({ kind, name, size }: FakeType): string {
  const text = `${kind}${name}${size ?? ''}`;
  const sum = [...text].reduce((hash, char) => (hash * 31 + (char.codePointAt(0) ?? 0)) % 0xffff_ffff, 7);
  return sum.toString(16).padStart(16, '0');
}

export class FakeSession extends FakeKsyms implements SessionClient {
  sources: SourceInfo[] = [];
  types: FakeType[] = [];
  problems: Problem[] = [];
  generation = 1;
  /** While set, `open` waits for it. */
  opening: Promise<void> | null = null;
  report: ((report: OpenProgress) => void) | null = null;
  /** What the next `open` brings in. */
  incoming: { readonly sources: readonly SourceInfo[]; readonly types: readonly FakeType[] } = {
    sources: [],
    types: [],
  };
  /** What a download is made of. */
  wholeParts: readonly WholePart[] = [{ text: 'all of it\n', done: 1 }];
  /** While set, a download waits for it before each part. */
  writing: Promise<void> | null = null;
  failure: Error | null = null;
  cancelled = false;
  /** Milliseconds until the page of a type is there. */
  slowness = 0;
  /** What the next searches say of a place. */
  offset: OffsetAnswer | null = null;
  private searches = 0;

  /** Opens without any file, for tests that start with something on the screen. */
  put(sources: readonly SourceInfo[], types: readonly FakeType[]): Workspace {
    this.sources.push(...sources);
    this.types.push(...types);
    this.generation += 1;
    return this.now();
  }

  protected switched(sources: readonly SourceId[], loaded: boolean): void {
    this.sources = this.sources.map((one) => (sources.includes(one.id) ? { ...one, loaded } : one));
  }

  now(): Workspace {
    return {
      generation: this.generation,
      sources: [...this.sources],
      kernel: this.chosenKernel ?? this.sources.find(({ role }) => role === 'base')?.id ?? null,
      problems: [...this.problems],
      types: this.types.length,
      kindCounts: {},
      indexes: { names: true, usedBy: true },
    };
  }

  async open(files: readonly OpenFile[], progress: (report: OpenProgress) => void): Promise<OpenReport> {
    this.ask(`open ${files.map(({ path }) => path).join(' ')}`);
    return this.finishOpening(progress);
  }

  async openUrl(url: string, name: string, progress: (report: OpenProgress) => void): Promise<OpenReport> {
    this.ask(`openUrl ${url} ${name}`);
    return this.finishOpening(progress);
  }

  private async finishOpening(progress: (report: OpenProgress) => void): Promise<OpenReport> {
    this.report = progress;
    await this.opening;
    if (this.failure) throw this.failure;
    const { sources, types } = this.incoming;
    const workspace = this.put(sources, types);
    return { opened: sources.map(({ id }) => id), cancelled: this.cancelled, workspace };
  }

  cancelOpen(): Promise<void> {
    this.ask('cancelOpen');
    this.cancelled = true;
    return Promise.resolve();
  }

  remove(source: number): Promise<Workspace> {
    this.ask(`remove ${source}`);
    this.sources = this.sources.filter(({ id }) => id !== source);
    this.types = this.types.filter((type) => type.source !== source);
    this.generation += 1;
    return Promise.resolve(this.now());
  }

  removeAll(sources: readonly SourceId[]): Promise<Workspace> {
    this.ask(`removeAll ${sources.join(' ')}`);
    this.sources = this.sources.filter(({ id }) => !sources.includes(id));
    this.types = this.types.filter((type) => !sources.includes(type.source));
    this.generation += 1;
    return Promise.resolve(this.now());
  }

  dismissProblem(key: string): Promise<Workspace> {
    this.problems = this.problems.filter((problem) => problem.key !== key);
    return Promise.resolve(this.now());
  }

  workspace = (): Promise<Workspace> => Promise.resolve(this.now());

  search(query: TypeQuery, firstRows: number): Promise<SearchResult> {
    this.ask(`search ${query.text}`);
    const { sources } = query;
    const hits = this.types.filter(
      (type) =>
        type.name.includes(query.text) &&
        query.kinds.includes(type.kind) &&
        (sources === null || sources.includes(type.source)),
    );
    this.searches += 1;
    return Promise.resolve({
      searchId: this.searches,
      generation: this.generation,
      counted: true,
      count: hits.length,
      of: this.types.length,
      types: hits.length,
      first: hits.slice(0, firstRows).map((type) => this.row(type)),
      complaint: null,
      offset: this.offset,
    });
  }

  counted = (searchId: number): Promise<SearchCount> =>
    Promise.reject(new Error(`search ${searchId} was counted at once`));
  rows = (): Promise<readonly TypeRow[]> => Promise.resolve([]);
  definitions = (): Promise<readonly TypeRow[]> => Promise.resolve([]);
  agreement = (): Promise<readonly []> => Promise.resolve([]);

  async typePage(ref: TypeRef): Promise<TypePage | null> {
    this.ask(`typePage ${ref.source}:${ref.id}`);
    if (this.slowness > 0) await new Promise((resolve) => setTimeout(resolve, this.slowness));
    const type = this.types.find(({ source, id }) => source === ref.source && id === ref.id);
    return type ? this.page(type) : null;
  }

  resolveLink(link: LinkTarget): Promise<LinkResolution> {
    this.ask(`resolveLink ${link.name}`);
    const sourceOpen = this.sources.some(({ name }) => name === link.source);
    const named = this.types.filter(({ name }) => name === link.name);
    const type = named.find((one) => fakeHash(one) === link.hash) ?? named[0];
    if (!type) {
      return Promise.resolve({ state: 'missing', sourceOpen, anyOpen: this.sources.length > 0 });
    }
    const found = this.page(type);
    const size = type.size === undefined ? '' : String(type.size);
    const differences =
      link.size === null || String(link.size) === size
        ? []
        : [{ field: 'size' as const, link: String(link.size), found: size }];
    return Promise.resolve({ state: 'found', ref: found.ref, differences });
  }

  /** A line that says what was asked for. */
  lines(_ref: TypeRef, text: TypeText): Promise<PageText> {
    this.ask(`lines ${JSON.stringify(text)}`);
    return Promise.resolve({ lines: [[{ kind: 'comment', text: text.form }]], truncated: false });
  }
  layout = () => Promise.resolve(null);
  usedBy = () => Promise.resolve({ groups: [], total: 0, sources: 0, complete: true });
  usedByRows = () => Promise.resolve([]);

  text(_ref: TypeRef, text: CopiedText): Promise<string> {
    this.ask(`text ${JSON.stringify(text)}`);
    return Promise.resolve(`${text.form}\n`);
  }

  async wholeText(source: number, text: WholeText, take: TakePart): Promise<WholeReport> {
    this.ask(`wholeText ${source} ${JSON.stringify(text)}`);
    for (const part of this.wholeParts) {
      await this.writing;
      if (this.failure) throw this.failure;
      if (this.cancelled) return { cancelled: true };
      await take(part);
    }
    return { cancelled: false };
  }

  /** Pages of sources by number. */
  sourcePages = new Map<number, SourcePage>();
  /** Rows of lists by source and list. */
  sourceLists = new Map<string, readonly SourceListRow[]>();

  sourcePage(source: number): Promise<SourcePage | null> {
    this.ask(`sourcePage ${source}`);
    return Promise.resolve(this.sourcePages.get(source) ?? null);
  }

  sourceList(
    source: number,
    list: SourceList,
    _progress?: (report: SourceListProgress) => void,
  ): Promise<SourceListHead> {
    this.ask(`sourceList ${source} ${list}`);
    const count = this.sourceLists.get(`${source} ${list}`)?.length ?? 0;
    return Promise.resolve({ count, total: 7, complete: true, cancelled: false });
  }

  sourceListRows(source: number, list: SourceList, from: number, count: number) {
    return Promise.resolve(this.sourceLists.get(`${source} ${list}`)?.slice(from, from + count) ?? []);
  }

  sourceListText(source: number, list: SourceList): Promise<string> {
    return Promise.resolve(`${list} of ${source}\n`);
  }

  diagnosed: Diagnostics = {
    sources: 0,
    types: 0,
    distinctNames: 0,
    btfBytes: 0,
    heldBytes: 0,
    indexes: [],
  };
  diagnostics = (): Promise<Diagnostics> => Promise.resolve(this.diagnosed);

  cancelSourceList(): Promise<void> {
    this.ask('cancelSourceList');
    return Promise.resolve();
  }

  cancelWholeText(): Promise<void> {
    this.ask('cancelWholeText');
    this.cancelled = true;
    return Promise.resolve();
  }

  private ask(question: string): void {
    this.asked.push(question);
  }

  private row(type: FakeType): TypeRow {
    return {
      ref: { source: type.source, id: type.id },
      kind: type.kind,
      name: type.name,
      size: type.size ?? null,
      sourceName: this.nameOf(type),
      displayId: `[${type.id}]`,
      kfunc: false,
    };
  }

  private page(type: FakeType): TypePage {
    const row = this.row(type);
    return {
      ...row,
      generation: this.generation,
      title: `${type.kind} ${type.name}`,
      baseName: null,
      elements: type.elements ?? null,
      badges: [],
      definitions: [row],
      link: {
        kind: type.kind,
        name: type.name,
        source: row.sourceName,
        hash: fakeHash(type),
        size: row.size,
        elements: type.elements ?? null,
        id: type.id,
      },
    };
  }

  private nameOf({ source }: FakeType): string {
    return this.sources.find(({ id }) => id === source)?.name ?? '';
  }
}
