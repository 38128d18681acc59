/**
 * What libbpf writes into the instructions that use externs.
 * In: an object, its externs and libbpf's verdicts. Out: each using instruction before and after, and the array of module
 * BTFs that calls index. The rules are libbpf's (`bpf_object__relocate_data`). File descriptors exist only in a live kernel,
 * so what they stand for is named instead.
 */

import { CALL, Pseudo, type WideInsn } from '../bpf/insn.ts';
import { layOutCode, type Part } from '../bpf/code-layout.ts';
import type { BpfObject } from '../bpf/object.ts';
import type { Program } from '../bpf/programs.ts';
import type { Extern } from './externs.ts';
import { kconfigOffsets } from './kconfig.ts';
import type { Resolution, Verdict } from './verdict.ts';

/** libbpf's POISON_CALL_KFUNC_BASE: a call of no helper, with the index of the extern added. */
export const POISON_CALL_KFUNC_BASE = 2002000000;

export interface PlannedInsn extends Omit<WideInsn, 'imm'> {
  /** Null where a file descriptor of the live kernel stands, or an address that only kallsyms knows. */
  readonly imm: number | null;
  /** Null in a call, and where `imm` may be. */
  readonly hi: number | null;
  /** What the file descriptor is of: a module's BTF, or the `.kconfig` map. */
  readonly fdOf: string | null;
}

/** An instruction that refers to an extern. */
export interface ExternUse {
  /** Index of the extern. */
  readonly extern: number;
  /** The program that is loaded, and its ELF section; of what is not loaded the function itself. */
  readonly program: string;
  readonly section: string;
  /** In that program's final code, sub-programs appended. */
  readonly insn: number;
  /** Where it stands in the object: the same, or a sub-program in `.text`. */
  readonly origin: { readonly program: string; readonly section: string; readonly insn: number };
  readonly form: 'call' | 'ld_imm64';
  readonly before: PlannedInsn;
  readonly after: PlannedInsn;
  /** A call that the verifier refuses if it can be reached. */
  readonly poisoned: boolean;
}

export interface RelocationPlan {
  readonly uses: readonly ExternUse[];
  /** Modules by the index that calls carry in `off`; entry 0 is never used. */
  readonly fdArray: readonly (string | null)[];
  /** Whether the loader came so far: if not, `after` is `before`. */
  readonly applied: boolean;
}

export function planRelocations(
  object: BpfObject,
  externs: readonly Extern[],
  { verdicts, load }: Resolution,
): RelocationPlan {
  const applied = load.stage === 'load-by-verifier';
  const fdArray = applied ? fdArrayOf(externs, verdicts) : [null];
  const context: Context = { verdicts, fdArray, kconfig: kconfigPlaces(externs) };
  const bySymbol = new Map(externs.map((extern) => [extern.symbol, extern]));
  const uses = partsOf(object, applied).flatMap(({ entry, part, isLoaded }) =>
    object.relocations[part.program].flatMap(({ insn, symbol, to }) => {
      const extern = to === 'extern' ? bySymbol.get(symbol) : undefined;
      if (!extern) return [];
      const use = useOf(object, entry, part, insn, extern);
      if (!isLoaded) return [use];
      const after = relocate(use.before, use.form, extern, context);
      return [{ ...use, after, poisoned: use.form === 'call' && after.src === 0 }];
    }),
  );
  return { uses, fdArray, applied };
}

interface PlacedPart {
  readonly entry: Program;
  readonly part: Part;
  /** Whether it is a part of what goes to the kernel. */
  readonly isLoaded: boolean;
}

/** The final code of what is loaded; of all other functions the code as it stands in the object, by itself. */
function partsOf(object: BpfObject, applied: boolean): PlacedPart[] {
  const loaded = layOutCode(object)
    .filter(({ entry }) => applied && entry.autoload)
    .flatMap(({ entry, parts }) => parts.map((part) => ({ entry, part, isLoaded: true })));
  const isPlaced = new Set(loaded.map(({ part }) => part.program));
  const others = object.programs.flatMap((entry, program) =>
    isPlaced.has(program) ? [] : [{ entry, part: { program, at: 0 }, isLoaded: false }],
  );
  return [...loaded, ...others];
}

/** As it stands in the object. */
function useOf(object: BpfObject, entry: Program, part: Part, insn: number, extern: Extern): ExternUse {
  const { name, sectionName, code } = object.programs[part.program];
  const one = code.at(insn);
  const form = one.code === CALL ? 'call' : 'ld_imm64';
  const before = { ...one, hi: form === 'call' ? null : code.at(insn + 1).imm, fdOf: null };
  return {
    extern: extern.index,
    program: entry.name,
    section: entry.sectionName,
    insn: part.at + insn,
    origin: { program: name, section: sectionName, insn },
    form,
    before,
    after: before,
    poisoned: false,
  };
}

interface Context {
  readonly verdicts: readonly Verdict[];
  readonly fdArray: readonly (string | null)[];
  readonly kconfig: ReadonlyMap<number, number>;
}

/** Modules in the order in which functions were resolved to them, from index 1. */
function fdArrayOf(externs: readonly Extern[], verdicts: readonly Verdict[]): (string | null)[] {
  const modules = externs
    .filter((extern) => extern.kind === 'func')
    .map((extern) => verdicts[extern.index].module)
    .filter((module) => module !== null);
  return [null, ...new Set(modules)];
}

/** Bytes into the `.kconfig` map, by extern. */
function kconfigPlaces(externs: readonly Extern[]): Map<number, number> {
  const inMap = externs.flatMap(({ index, kconfig }) => (kconfig ? [{ index, kconfig }] : []));
  const offsets = kconfigOffsets(inMap.map(({ kconfig }) => kconfig));
  return new Map(inMap.map(({ index }, i) => [index, offsets[i]]));
}

function relocate(
  before: PlannedInsn,
  form: 'call' | 'ld_imm64',
  extern: Extern,
  { verdicts, fdArray, kconfig }: Context,
): PlannedInsn {
  const { outcome, module, btfId, address } = verdicts[extern.index];
  const isSet = outcome !== 'weak-missing';
  if (form === 'call') {
    if (!isSet) return { ...before, dst: 0, src: 0, off: 0, imm: POISON_CALL_KFUNC_BASE + extern.index };
    return { ...before, src: Pseudo.KfuncCall, imm: btfId ?? 0, off: module ? fdArray.indexOf(module) : 0 };
  }
  if (extern.kconfig) {
    const hi = kconfig.get(extern.index) ?? 0;
    return { ...before, src: Pseudo.MapValue, imm: null, hi, fdOf: '.kconfig' };
  }
  if (extern.typed && isSet)
    return { ...before, src: Pseudo.BtfId, imm: btfId ?? 0, hi: module === null ? 0 : null, fdOf: module };
  if (outcome === 'unknown') return { ...before, imm: null, hi: null };
  const value = BigInt.asUintN(64, address ?? 0n);
  return {
    ...before,
    imm: Number(BigInt.asIntN(32, value)),
    hi: Number(BigInt.asIntN(32, value >> 32n)),
  };
}
