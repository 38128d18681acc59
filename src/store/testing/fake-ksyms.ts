/** The part of a fake session that is asked about BPF objects: answers are what a test puts here. */

import type { SessionClient } from '../../protocol/client.ts';
import type { SourceId, Workspace } from '../../session/source-api.ts';
import type {
  CheckAnswer,
  CoreDetail,
  ExternDetail,
  KernelFacts,
  KfuncQuery,
  KfuncRow,
  KfuncWindow,
  KsymQuestions,
  KsymReport,
  KsymTextChoice,
  ModuleOrderReport,
  ObjectList,
} from '../../session/ksyms-api.ts';

export const NO_KERNEL: KernelFacts = {
  vmlinux: null,
  choices: [],
  loaded: 0,
  notLoaded: 0,
  orderIsKnown: false,
  kallsyms: null,
};

export abstract class FakeKsyms implements Pick<SessionClient, keyof KsymQuestions> {
  /** By the object's source. */
  readonly reports = new Map<SourceId, KsymReport>();
  /** By source and index: `7/0`. */
  readonly details = new Map<string, ExternDetail>();
  /** By source and index, as `details`. */
  readonly coreDetails = new Map<string, CoreDetail>();
  kfuncRows: readonly KfuncRow[] = [];
  kernel: KernelFacts = NO_KERNEL;
  /** Else the base opened first is held against. */
  protected chosenKernel: SourceId | null = null;
  checked: CheckAnswer = { state: 'empty' };
  moduleOrder: Omit<ModuleOrderReport, 'workspace' | 'unread'> & { readonly unread?: number } = {
    named: 0,
    missing: [],
    switchedOff: 0,
  };
  readonly asked: string[] = [];
  abstract generation: number;

  abstract now(): Workspace;
  protected abstract switched(sources: readonly SourceId[], loaded: boolean): void;

  setLoaded(sources: readonly SourceId[], loaded: boolean): Promise<Workspace> {
    this.asked.push(`setLoaded ${sources.join(' ')} ${loaded ? 'on' : 'off'}`);
    this.switched(sources, loaded);
    this.generation += 1;
    return Promise.resolve(this.now());
  }

  moveModule(module: SourceId, before: SourceId | null): Promise<Workspace> {
    this.asked.push(`moveModule ${module} ${before ?? 'last'}`);
    this.generation += 1;
    return Promise.resolve(this.now());
  }

  takeModuleOrder(text: string): Promise<ModuleOrderReport> {
    this.asked.push(`takeModuleOrder ${text}`);
    this.generation += 1;
    return Promise.resolve({ workspace: this.now(), unread: 0, ...this.moduleOrder });
  }

  chooseKernel(vmlinux: SourceId): Promise<Workspace> {
    this.asked.push(`chooseKernel ${vmlinux}`);
    this.chosenKernel = vmlinux;
    this.generation += 1;
    return Promise.resolve(this.now());
  }

  restoreKernel(): Promise<Workspace> {
    this.asked.push('restoreKernel');
    return Promise.resolve(this.now());
  }

  ksymObjects(): Promise<ObjectList> {
    const { generation, kernel } = this;
    return Promise.resolve({
      generation,
      kernel,
      objects: [...this.reports.values()].map((one) => one.object),
    });
  }

  ksymReport(object: SourceId): Promise<KsymReport | null> {
    return Promise.resolve(this.reports.get(object) ?? null);
  }

  externDetail(object: SourceId, index: number): Promise<ExternDetail | null> {
    return Promise.resolve(this.details.get(`${object}/${index}`) ?? null);
  }

  coreDetail(object: SourceId, index: number): Promise<CoreDetail | null> {
    return Promise.resolve(this.coreDetails.get(`${object}/${index}`) ?? null);
  }

  ksymText(object: SourceId, { form, extern }: KsymTextChoice): Promise<string> {
    return Promise.resolve(`${form} of ${object}${extern === null ? '' : `/${extern}`}\n`);
  }

  kfuncs({ text }: KfuncQuery, from: number, count: number): Promise<KfuncWindow> {
    const hits = this.kfuncRows.filter(({ name }) => name.includes(text));
    const { generation } = this;
    const rows = hits.slice(from, from + count);
    return Promise.resolve({ generation, count: hits.length, of: this.kfuncRows.length, untagged: [], rows });
  }

  checkExtern(text: string): Promise<CheckAnswer> {
    this.asked.push(`checkExtern ${text}`);
    return Promise.resolve(this.checked);
  }
}
