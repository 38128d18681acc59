/** Objects, externs and relocations for tests of the page, written down by hand: what is not named is unremarkable. */

import type { TypeRef } from '../../../session/source-api.ts';
import type { PageLine } from '../../../session/type-api.ts';
import type {
  CoreRow,
  ExternDetail,
  ExternRow,
  KernelFacts,
  KsymReport,
  LoadSummary,
  ObjectRow,
  VerdictRow,
  VerdictRows,
} from '../../../session/ksyms-api.ts';

export const KERNEL: KernelFacts = {
  vmlinux: { source: 1, name: 'vmlinux', path: 'vmlinux' },
  choices: [{ source: 1, name: 'vmlinux', path: 'vmlinux' }],
  loaded: 1,
  notLoaded: 0,
  orderIsKnown: false,
  kallsyms: null,
};

/** `struct nf_conn *` with its type as a link. */
export const line = (text: string, ref?: TypeRef): PageLine => [
  { kind: 'type', text, ...(ref ? { ref } : {}) },
];

const plain: VerdictRow = { outcome: 'vmlinux-btf', module: null, btfId: 10, address: null, message: null };
export const verdict = (more: Partial<VerdictRow> = {}): VerdictRow => ({ ...plain, ...more });
export const error = (message: string): VerdictRow => verdict({ outcome: 'error', btfId: null, message });

export const verdicts = (libbpf: VerdictRow, aya = libbpf, withModules = aya): VerdictRows => ({
  libbpf,
  aya,
  'aya-module-btf': withModules,
});

export function extern(index: number, name: string, more: Partial<ExternRow> = {}): ExternRow {
  return {
    index,
    name,
    kind: 'func',
    weak: false,
    typed: true,
    section: '.ksyms',
    declaration: line(`void ${name}(void)`),
    programs: ['first'],
    uses: 1,
    foundIn: 'vmlinux',
    found: { source: 1, id: 10 },
    verdicts: verdicts(verdict()),
    problem: false,
    ...more,
  };
}

export function relocation(index: number, more: Partial<CoreRow> = {}): CoreRow {
  return {
    index,
    program: 'first',
    insn: index * 2,
    number: index,
    kind: 'byte_off',
    local: `struct thing.member_${index}`,
    localType: null,
    access: `0:${index}`,
    state: 'value',
    value: String(index * 8),
    text: 'found in vmlinux',
    line: null,
    aya: null,
    candidates: [],
    problem: false,
    ...more,
  };
}

export function load(loader: LoadSummary['loader'], more: Partial<LoadSummary> = {}): LoadSummary {
  const none = {
    stage: 'load-by-verifier',
    errno: 0,
    message: null,
    undecided: false,
    extern: null,
  } as const;
  return { loader, ...none, ...more };
}

export function report(
  source: number,
  name: string,
  externs: readonly ExternRow[],
  more: { core?: readonly CoreRow[]; loads?: readonly LoadSummary[]; object?: Partial<ObjectRow> } = {},
): KsymReport {
  const core = more.core ?? [];
  return {
    generation: 2,
    object: {
      source,
      name,
      path: name,
      externs: externs.length,
      problems: externs.filter(({ problem }) => problem).length,
      relocations: core.length,
      coreProblems: core.filter(({ problem }) => problem).length,
      loads: more.loads ?? [load('libbpf'), load('aya'), load('aya-module-btf')],
      error: null,
      ...more.object,
    },
    kernel: KERNEL,
    externs,
    core,
    fdArray: [],
    fixup: null,
  };
}

export function detail(row: ExternRow, more: Partial<ExternDetail> = {}): ExternDetail {
  return {
    generation: 2,
    row,
    steps: [],
    searched: 0,
    hits: [],
    kallsyms: null,
    uses: [],
    applied: true,
    advice: [],
    ...more,
  };
}
