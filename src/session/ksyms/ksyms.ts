/**
 * BPF objects against the kernel that is open: answers the questions of `ksyms-api.ts`.
 * In: what is open, and what a person says of the kernel. Out: plain data. What an answer is made of lies in the files beside
 * this one; what takes long is done between other questions.
 */

import { parseModuleOrder } from '../../domain/ksym/module-order.ts';
import type { SourceId, Workspace } from '../api.ts';
import type { Indexing } from '../indexing.ts';
import type {
  CheckAnswer,
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
import { Kernels, moduleName, type OpenKernel } from './kernel.ts';
import { Objects, prepareNames, type Examined, type Unexamined } from './objects.ts';
import { reportOf } from './report.ts';
import { objectRow } from './summary.ts';

export interface KsymsHost {
  readonly sources: Sources;
  readonly indexing: Indexing;
  generation(): number;
  /** What is open has changed. */
  changed(): void;
  workspace(): Workspace;
}

const later = (): never => {
  throw new Error('not answered yet');
};

export class Ksyms implements KsymQuestions {
  private readonly host: KsymsHost;
  private readonly kernels: Kernels;
  private readonly objects: Objects;
  /** The newest list that was asked for: older ones end in it. */
  private list: Promise<ObjectList> | null = null;
  private lists = 0;

  constructor(host: KsymsHost) {
    this.host = host;
    this.kernels = new Kernels(host.sources);
    this.objects = new Objects(host.sources);
  }

  setLoaded(sources: readonly SourceId[], loaded: boolean): Workspace {
    this.host.sources.modules.setLoaded(sources, loaded);
    return this.changed();
  }

  moveModule(module: SourceId, before: SourceId | null): Workspace {
    return this.host.sources.modules.move(module, before) ? this.changed() : this.host.workspace();
  }

  takeModuleOrder(text: string): ModuleOrderReport {
    const names = parseModuleOrder(text);
    if (names.length === 0)
      return { workspace: this.host.workspace(), named: 0, missing: [], switchedOff: 0 };
    const open = this.kernels.modules;
    const byName = new Map<string, SourceId[]>();
    for (const { id, name } of open)
      byName.set(moduleName(name), [...(byName.get(moduleName(name)) ?? []), id]);
    const named = names.flatMap((name) => byName.get(name) ?? []);
    const isNamed = new Set(named);
    const others = open.map(({ id }) => id).filter((id) => !isNamed.has(id));
    const { modules } = this.host.sources;
    modules.putFirst(named);
    modules.setLoaded(named, true);
    const switchedOff = others.filter((id) => modules.isLoaded(id)).length;
    modules.setLoaded(others, false);
    const missing = names.filter((name) => !byName.has(name));
    return { workspace: this.changed(), named: names.length, missing, switchedOff };
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

  async ksymReport(object: SourceId): Promise<KsymReport | null> {
    const generation = this.host.generation();
    const asked = await this.examine(object);
    return asked && reportOf(this.host.sources, asked.examined, asked.kernel, generation);
  }

  externDetail = (_object: SourceId, _index: number): Promise<ExternDetail | null> => later();
  ksymText = (_object: SourceId, _choice: KsymTextChoice): Promise<string> => later();
  kfuncs = (_query: KfuncQuery, _from: number, _count: number): Promise<KfuncWindow> => later();
  checkExtern = (_text: string): Promise<CheckAnswer> => later();

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
      objects.push(objectRow(this.objects.examine(source, kernel.under)));
      if (slices.used) await slices.pause();
      if (turn !== this.lists && this.list) return this.list;
    }
    return { generation, kernel: kernel.facts, objects };
  }

  /** Null where it is not open, or no object. */
  private examine(id: SourceId): Promise<{ examined: Examined | Unexamined; kernel: OpenKernel } | null> {
    return this.host.indexing.answering(async () => {
      const { kernel } = this;
      const source = this.objects.get(id);
      if (!source) return null;
      await inSlices(prepareNames(kernel.under));
      return { examined: this.objects.examine(source, kernel.under), kernel };
    });
  }
}
