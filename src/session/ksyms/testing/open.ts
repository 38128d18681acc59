/**
 * A session with the fixture's object against the kernel that it is made for.
 * In: an endianness. Out: the session, with everything open, and the object's number.
 */

import {
  fixtureBytes,
  KALLSYMS,
  testKernelBytes,
  type TestKernelOptions,
} from '../../../domain/ksym/testing/kernel.ts';
import type { OpenFile, SourceId, Workspace } from '../../source-api.ts';
import type { ExternDetail, KsymReport } from '../../ksyms-api.ts';
import { Session } from '../../session.ts';
import { file, ignore } from '../../testing/kernels.ts';

export const textFile = (path: string, text: string): OpenFile => file(path, new TextEncoder().encode(text));

export const kallsymsFile = (): OpenFile => textFile('kallsyms', KALLSYMS);

/** Number of what is open under a path. */
export function idOf({ sources }: Workspace, path: string): SourceId {
  const source = sources.find((one) => one.path === path);
  if (!source) throw new Error(`${path} is not open`);
  return source.id;
}

export class OpenFixture {
  readonly session = new Session();

  /** `vmlinux`, `mod`, `kallsyms` and `fixture.bpf.o`. */
  static async open(options: TestKernelOptions = {}): Promise<OpenFixture> {
    const fixture = new OpenFixture();
    const { vmlinux, module } = testKernelBytes(options);
    const object = file('fixture.bpf.o', fixtureBytes(options.littleEndian));
    await fixture.add(object, file('vmlinux', vmlinux), file('mod', module), kallsymsFile());
    return fixture;
  }

  async add(...files: OpenFile[]): Promise<Workspace> {
    return (await this.session.open(files, ignore)).workspace;
  }

  id(path: string): SourceId {
    return idOf(this.session.workspace(), path);
  }

  async report(path = 'fixture.bpf.o'): Promise<KsymReport> {
    const report = await this.session.ksymReport(this.id(path));
    if (!report) throw new Error(`there is no report of ${path}`);
    return report;
  }

  /** Outcome of libbpf by extern. */
  async outcomes(): Promise<Record<string, string>> {
    const { externs } = await this.report();
    return Object.fromEntries(externs.map(({ name, verdicts }) => [name, verdicts.libbpf.outcome]));
  }

  async detail(name: string): Promise<ExternDetail> {
    const { externs } = await this.report();
    const index = externs.findIndex((extern) => extern.name === name);
    const detail = await this.session.externDetail(this.id('fixture.bpf.o'), index);
    if (!detail) throw new Error(`there is no ${name}`);
    return detail;
  }
}
