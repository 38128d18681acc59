// All objects of the ground truth through a session, with the kernel they were loaded on: what a running kernel made of each
// must be what the reports say. None of it is tested where the data does not lie beside the repository.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { hasData, KSYMS, readTruthFiles } from '../../domain/ksym/testing/truth-kernels.ts';
import type { OpenFile } from '../source-api.ts';
import type { KsymReport } from '../ksyms-api.ts';
import { Session } from '../session.ts';
import { file, ignore, problems, query } from '../testing/kernels.ts';
import { textFile } from './testing/open.ts';

interface TruthPhase {
  readonly externs: readonly {
    readonly name: string;
    readonly outcome: string;
    readonly module: string | null;
    readonly btf_id: number | null;
    readonly address: string | null;
    readonly error_line: string | null;
    readonly relocs: readonly unknown[];
  }[];
  readonly core: readonly { readonly result: number | string }[];
  readonly final_stage: string;
  readonly final_errno: number;
}
interface Truth {
  readonly objects: Readonly<Record<string, { readonly phases: Readonly<Record<string, TruthPhase>> }>>;
}

const read = (name: string): Buffer => readFileSync(join(KSYMS, name));
const kallsymsFile = (name: string): OpenFile => file(name, read(name));

/** What a report says, in the words of the record. */
function said({ externs, core, object }: KsymReport): unknown {
  const [libbpf] = object.loads;
  return {
    externs: externs.map(({ name, verdicts, uses }) => {
      const { outcome, module, btfId, address, message } = verdicts.libbpf;
      return [name, outcome, module, btfId, address, outcome === 'error' ? message : null, uses];
    }),
    core: core.flatMap(({ state, value }) =>
      state === 'not-reached' || state === 'not-loaded' ? [] : state === 'value' ? Number(value) : state,
    ),
    stage: libbpf.stage,
    errno: libbpf.errno,
  };
}

function recorded({ externs, core, final_stage, final_errno }: TruthPhase, report: KsymReport): unknown {
  const isVerifiers = final_stage === 'load';
  const isOpen = final_stage === 'open';
  // The kernel has no order for what it never saw.
  const order = report.externs.map(({ name }) => name);
  const sorted = [...externs].sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
  return {
    externs: sorted.map(({ name, outcome, module, btf_id, address, error_line, relocs }) => {
      const uses = isOpen ? (report.externs.find((one) => one.name === name)?.uses ?? -1) : relocs.length;
      // The page has no address for an error; the runner's JSON has the one of the record.
      const isError = outcome === 'error';
      return [name, outcome, module, btf_id, isError ? null : address, isError ? error_line : null, uses];
    }),
    core: core.map(({ result }) => result),
    stage: isVerifiers ? 'load-by-verifier' : final_stage,
    errno: isVerifiers ? 0 : final_errno,
  };
}

describe.runIf(hasData)('the ground truth through a session', { timeout: 120_000 }, () => {
  const session = new Session();
  let truth: Truth = { objects: {} };

  beforeAll(async () => {
    truth = JSON.parse(read('truth.json').toString()) as Truth;
    const temporary = mkdtempSync(join(tmpdir(), 'btf-session-'));
    const { vmlinux, modules } = readTruthFiles(temporary);
    rmSync(temporary, { recursive: true });
    const objects = readdirSync(join(KSYMS, 'objs')).map((name) => file(name, read(join('objs', name))));
    // In no order at all.
    const shuffled = [...modules]
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([name, bytes]) => file(name, bytes));
    const files = [...objects, ...shuffled, kallsymsFile('kallsyms.gz'), file('vmlinux', vmlinux)];
    const { workspace } = await session.open(files, ignore);
    expect(problems(workspace)).toEqual([]);
  }, 120_000);

  function moduleNamed(name: string): number {
    return session.workspace().sources.find((source) => source.name === name)?.id ?? -1;
  }

  async function disagreements(phase: string): Promise<unknown[]> {
    const { objects } = await session.ksymObjects();
    const wrong: unknown[] = [];
    let compared = 0;
    for (const { source, name, error } of objects) {
      const phases = truth.objects[name.replace('.bpf.o', '')].phases;
      const report = await session.ksymReport(source);
      if (!report || error) wrong.push({ name, error });
      if (!report || !(phase in phases)) continue;
      compared++;
      const [ours, theirs] = [said(report), recorded(phases[phase], report)];
      if (JSON.stringify(ours) !== JSON.stringify(theirs)) wrong.push({ name, ours, theirs });
    }
    console.info(`${phase} through a session: ${compared - wrong.length} of ${compared} objects agree`);
    expect(compared).toBeGreaterThan(0);
    return wrong;
  }

  it('mods: with the modules in the order of the list', async () => {
    const list = session.takeModuleOrder(read('btf-list.txt').toString());
    expect(list).toMatchObject({ named: 59, missing: ['aya_ksyms_test'], switchedOff: 0 });
    const started = performance.now();
    const { objects, kernel } = await session.ksymObjects();
    console.info(`${objects.length} objects in ${(performance.now() - started).toFixed(0)} ms`);
    expect(objects.length).toBe(134);
    expect(kernel).toMatchObject({ loaded: 58, notLoaded: 0, orderIsKnown: true });
    expect(await disagreements('mods')).toEqual([]);
  });

  it('reorder: in another order', async () => {
    session.takeModuleOrder(read('btf-list.reorder.txt').toString());
    expect(await disagreements('reorder')).toEqual([]);
  });

  it('kptr2: with addresses masked', async () => {
    session.takeModuleOrder(read('btf-list.txt').toString());
    const masked = gunzipSync(read('kallsyms.gz'))
      .toString()
      .replace(/^[0-9a-f]+/gm, '0'.repeat(16));
    const { opened } = await session.open([textFile('masked', masked)], ignore);
    expect((await session.ksymObjects()).kernel.kallsyms?.masked).toBe(true);
    expect(await disagreements('kptr2')).toEqual([]);
    session.remove(opened[0]);
  });

  it('nomod: with all modules switched off', async () => {
    const modules = session.workspace().sources.filter(({ role }) => role === 'module');
    session.setLoaded(
      modules.map(({ id }) => id),
      false,
    );
    await session.open([kallsymsFile('kallsyms.nomod.gz')], ignore);
    expect(await disagreements('nomod')).toEqual([]);
  });

  it('searches are answered while objects are looked into', async () => {
    session.setLoaded([moduleNamed('nf_conntrack')], true);
    const ended: string[] = [];
    const list = session.ksymObjects().then(() => ended.push('objects'));
    const search = session.search(query('nf_conn'), 10).then(() => ended.push('search'));
    await Promise.all([list, search]);
    expect(ended).toEqual(['search', 'objects']);
  });

  it('every extern has a detail that agrees with its row', async () => {
    session.takeModuleOrder(read('btf-list.txt').toString());
    for (const { source, externs } of (await session.ksymObjects()).objects) {
      const report = await session.ksymReport(source);
      for (let index = 0; index < externs; index++) {
        const detail = await session.externDetail(source, index);
        expect(detail?.row).toEqual(report?.externs[index]);
        const hit = detail?.hits.at(0);
        expect(detail?.steps.some(({ result }) => result === 'hit')).toBe(hit?.loaded === true);
        const differing = hit?.sides.filter(({ differs }) => differs).length ?? 0;
        expect(differing).toBe(hit && !hit.compatible ? 1 : 0);
        expect(detail?.uses.length).toBe(report?.externs[index].uses);
      }
    }
  });
});
