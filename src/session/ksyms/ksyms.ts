/**
 * BPF objects against the kernel that is open: answers the questions of `ksyms-api.ts`.
 * In: what is open, and what a person says of the kernel. Out: plain data. What an answer is made of lies in the files beside
 * this one; what takes long is done between other questions.
 */

import { analysisJson, toJson } from '../../domain/ksym/json.ts';
import { parseModuleOrder } from '../../domain/ksym/module-order.ts';
import type { SourceId, Workspace } from '../source-api.ts';
import type { Indexing } from '../indexing.ts';
import type {
  CheckAnswer,
  CoreDetail,
  ExternDetail,
  KernelState,
  KfuncQuery,
  KfuncWindow,
  KsymQuestions,
  KsymReport,
  KsymTextChoice,
  ModuleOrderReport,
  ObjectList,
  ObjectRow,
} from '../ksyms-api.ts';
import { inSlices, Slices } from '../slices.ts';
import type { Sources } from '../sources.ts';
import { Catalogue } from './catalogue.ts';
import { checkText } from './check.ts';
import { coreDetailOf } from './core-detail.ts';
import { detailOf } from './detail.ts';
import { markdown, plainText, type Block } from './document.ts';
import { Kernels, moduleName, type OpenKernel } from './kernel.ts';
import { Objects, prepareNames, type Examined, type Unexamined } from './objects.ts';
import { localOf, reportOf } from './report.ts';
import { objectRow } from './summary.ts';
import { detailBlocks, reportBlocks } from './text.ts';

export interface KsymsHost {
  readonly sources: Sources;
  readonly indexing: Indexing;
  generation(): number;
  /** What is open has changed. */
  changed(): void;
  workspace(): Workspace;
}

export class Ksyms implements KsymQuestions {
  private readonly host: KsymsHost;
  private readonly kernels: Kernels;
  private readonly objects: Objects;
  private readonly catalogue: Catalogue;
  /** The newest list that was asked for: older ones end in it. */
  private list: Promise<ObjectList> | null = null;
  private lists = 0;

  constructor(host: KsymsHost) {
    this.host = host;
    this.kernels = new Kernels(host.sources);
    this.objects = new Objects(host.sources);
    this.catalogue = new Catalogue(host.sources);
  }

  /** The vmlinux that objects are held against, or would be; null while none is open. */
  get heldAgainst(): SourceId | null {
    return this.kernels.vmlinuxNow?.id ?? null;
  }

  setLoaded(sources: readonly SourceId[], loaded: boolean): Workspace {
    this.host.sources.modules.setLoaded(sources, loaded);
    return this.changed();
  }

  moveModule(module: SourceId, before: SourceId | null): Workspace {
    return this.host.sources.modules.move(module, before) ? this.changed() : this.host.workspace();
  }

  takeModuleOrder(text: string): ModuleOrderReport {
    const { names, isPlain, unread } = parseModuleOrder(text);
    const open = this.kernels.modules;
    const byName = new Map<string, SourceId[]>();
    for (const { id, name } of open)
      byName.set(moduleName(name), [...(byName.get(moduleName(name)) ?? []), id]);
    const named = names.flatMap((name) => byName.get(name) ?? []);
    if (names.length === 0 || (isPlain && named.length === 0))
      return { workspace: this.host.workspace(), named: 0, missing: [], switchedOff: 0, unread };
    const isNamed = new Set(named);
    const others = open.map(({ id }) => id).filter((id) => !isNamed.has(id));
    const { modules } = this.host.sources;
    modules.putFirst(named);
    modules.setLoaded(named, true);
    modules.setLoaded(others, false);
    const missing = names.filter((name) => !byName.has(name));
    return {
      workspace: this.changed(),
      named: names.length,
      missing,
      switchedOff: others.length,
      unread,
    };
  }

  chooseKernel(vmlinux: SourceId): Workspace {
    return this.kernels.choose(vmlinux) ? this.changed() : this.host.workspace();
  }

  restoreKernel({ vmlinux, order, orderIsKnown, off }: KernelState): Workspace {
    if (vmlinux !== null) this.kernels.choose(vmlinux);
    this.host.sources.modules.putFirst(order, orderIsKnown);
    this.host.sources.modules.setLoaded(off, false);
    return this.changed();
  }

  ksymObjects(): Promise<ObjectList> {
    const list = this.host.indexing.answering(() => this.listObjects(++this.lists));
    this.list = list;
    return list;
  }

  ksymReport(object: SourceId): Promise<KsymReport | null> {
    return this.about(object, ({ examined, kernel, generation }) =>
      reportOf(this.host.sources, examined, kernel, generation),
    );
  }

  externDetail(object: SourceId, index: number): Promise<ExternDetail | null> {
    return this.about(object, (asked) => this.detail(asked, index));
  }

  coreDetail(object: SourceId, index: number): Promise<CoreDetail | null> {
    return this.about(object, ({ examined, kernel, generation }) =>
      'error' in examined ? null : coreDetailOf(examined, index, kernel, generation),
    );
  }

  async ksymText(object: SourceId, { form, extern }: KsymTextChoice): Promise<string> {
    const text = await this.about(object, async (asked) => {
      const { examined } = asked;
      if (form === 'json') return jsonOf(examined, extern);
      const blocks = await this.blocks(asked, extern);
      return form === 'text' ? plainText(blocks) : markdown(blocks);
    });
    return text ?? '';
  }

  kfuncs(query: KfuncQuery, from: number, count: number): Promise<KfuncWindow> {
    const { kernel } = this;
    const generation = this.host.generation();
    return this.host.indexing.answering(() => this.catalogue.window(query, from, count, kernel, generation));
  }

  checkExtern(text: string): Promise<CheckAnswer> {
    const { kernel } = this;
    const generation = this.host.generation();
    return this.host.indexing.answering(async () => {
      await inSlices(prepareNames(kernel.under));
      return checkText(text, kernel, this.host.sources, generation);
    });
  }

  /** Something is about to be removed: if it is of the kernel, nothing here keeps it alive. */
  forget(source: SourceId): void {
    if (!this.kernels.forget(source)) return;
    this.objects.forgetAnalyses();
    this.catalogue.forget();
  }

  private get kernel(): OpenKernel {
    return this.kernels.at(this.host.generation());
  }

  private changed(): Workspace {
    this.host.changed();
    return this.host.workspace();
  }

  /** `turn` is the number of the question: a newer one ends this one, and answers it. */
  private async listObjects(turn: number): Promise<ObjectList> {
    const generation = this.host.generation();
    const { kernel } = this;
    await inSlices(prepareNames(kernel.under));
    const objects: ObjectRow[] = [];
    const slices = new Slices();
    for (const source of this.objects.all) {
      objects.push(objectRow(await this.objects.examine(source, kernel.under)));
      if (slices.used) await slices.pause();
      if (turn !== this.lists && this.list) return this.list;
    }
    return { generation, kernel: kernel.facts, objects };
  }

  /** Null where it is not open, or no object. */
  private about<T>(id: SourceId, answer: (asked: Asked) => T | Promise<T>): Promise<T | null> {
    return this.host.indexing.answering(async () => {
      const { kernel } = this;
      const generation = this.host.generation();
      const source = this.objects.get(id);
      if (!source) return null;
      await inSlices(prepareNames(kernel.under));
      return answer({ examined: await this.objects.examine(source, kernel.under), kernel, generation });
    });
  }

  private async detail({ examined, kernel, generation }: Asked, index: number): Promise<ExternDetail | null> {
    if ('error' in examined) return null;
    const { analysis } = examined;
    const { sources } = this.host;
    const local = localOf(sources, examined);
    return detailOf({ local, analysis, uses: analysis.plan.uses }, index, kernel, sources, generation);
  }

  private async blocks(asked: Asked, extern: number | null): Promise<readonly Block[]> {
    const { examined, kernel, generation } = asked;
    if (extern === null) return reportBlocks(reportOf(this.host.sources, examined, kernel, generation));
    const detail = await this.detail(asked, extern);
    return detail ? detailBlocks(examined.source.path, kernel.facts, detail) : [];
  }
}

interface Asked {
  readonly examined: Examined | Unexamined;
  readonly kernel: OpenKernel;
  readonly generation: number;
}

/** The line that the terminal runner prints. */
function jsonOf(examined: Examined | Unexamined, extern: number | null): string {
  const { path } = examined.source;
  if ('error' in examined) {
    const { code, message, offset } = examined.error;
    return `${toJson({ object: path, error: { code, offset, message } })}\n`;
  }
  return `${toJson(analysisJson(path, examined.object, examined.analysis, extern))}\n`;
}
