/**
 * What the page can ask about BPF objects and the kernel they are held against. Part of `api.ts`, with the same rules: plain
 * data in and out, facts rather than sentences. Words such as outcomes and advice are the domain's; `store/messages` turns
 * them into sentences.
 */

import type { Advice } from '../domain/ksym/advice.ts';
import type { KfuncState } from '../domain/ksym/kfuncs.ts';
import type { ToldExtern } from '../domain/ksym/log-line.ts';
import type { LoaderName, LoadStage, Outcome } from '../domain/ksym/verdict.ts';
import type { CoreKind } from '../domain/core/kinds.ts';
import type { CoreState } from '../domain/core/relocate.ts';
import type { BtfErrorCode } from '../format/errors.ts';
import type { SourceId, TypeRef, Workspace } from './source-api.ts';
import type { PageLine } from './type-api.ts';

// ------------------------------------------------------------------------------------------------------ the kernel

/** What objects are held against: the vmlinux that is open with its modules, and kallsyms. */
export interface KernelFacts {
  /**
   * Null while no vmlinux is open. Where several are, the one that `chooseKernel` named. Else the one in use stays as long as
   * it has modules, whatever else is opened; else it is the one with the most modules, of several the one opened first.
   */
  readonly vmlinux: { readonly source: SourceId; readonly name: string; readonly path: string } | null;
  /** All stand-alone bases that could be chosen. */
  readonly choices: readonly { readonly source: SourceId; readonly name: string; readonly path: string }[];
  /** Modules on it that count as loaded, and those that are open and switched off. */
  readonly loaded: number;
  readonly notLoaded: number;
  /** Whether the order of modules is a kernel's, taken from a list or set by hand, rather than that of opening. */
  readonly orderIsKnown: boolean;
  /** `masked`: all addresses read 0 (kernel.kptr_restrict). */
  readonly kallsyms: {
    readonly source: SourceId;
    readonly name: string;
    readonly symbols: number;
    readonly masked: boolean;
  } | null;
}

/** What became of a list of modules that was pasted. */
export interface ModuleOrderReport {
  readonly workspace: Workspace;
  /**
   * Names in the text, each once; 0 where none could be read and nothing was changed. Words by themselves count as names only
   * where one of them is an open module's.
   */
  readonly named: number;
  /** Of them, those that are not open. */
  readonly missing: readonly string[];
  /** Open modules that the text does not name: all of them are switched off now, whether or not they were before. */
  readonly switchedOff: number;
  /** Lines that were not understood, empty ones and headings not counted. */
  readonly unread: number;
}

// ---------------------------------------------------------------------------------------------------------- objects

export interface LoadSummary {
  readonly loader: LoaderName;
  readonly stage: LoadStage;
  /** Negative, 0 without an error; null where the loader has no errno. */
  readonly errno: number | null;
  /** The loader's own line; null without an error. */
  readonly message: string | null;
  /** Whether it depends on what is not open: kallsyms, or the kernel's configuration. */
  readonly undecided: boolean;
  /** The extern at which it ends; null where no extern is to blame. */
  readonly extern: string | null;
}

/** A BPF object in a line. */
export interface ObjectRow {
  readonly source: SourceId;
  readonly name: string;
  readonly path: string;
  readonly externs: number;
  /** Externs for which `ExternRow.problem` holds. */
  readonly problems: number;
  /** CO-RE relocations, exactly, and those for which `CoreRow.problem` holds. */
  readonly relocations: number;
  readonly coreProblems: number;
  /** libbpf, aya, aya with module BTF; empty where `error` is set. */
  readonly loads: readonly LoadSummary[];
  /** Why the object could not be looked into. */
  readonly error: { readonly code: BtfErrorCode; readonly message: string; readonly offset: number } | null;
}

export interface ObjectList {
  readonly generation: number;
  readonly kernel: KernelFacts;
  readonly objects: readonly ObjectRow[];
}

/** A loader's word on one extern. */
export interface VerdictRow {
  readonly outcome: Outcome;
  /** Set for `module-btf`. */
  readonly module: string | null;
  /** The FUNC or VAR in the kernel. */
  readonly btfId: number | null;
  /** `0xffffffff81000000`; null for an error, which has none as its result. */
  readonly address: string | null;
  /** What the loader prints; null where it prints nothing. */
  readonly message: string | null;
}

export type VerdictRows = Readonly<Record<LoaderName, VerdictRow>>;

export interface ExternRow {
  /** Position in libbpf's order. */
  readonly index: number;
  readonly name: string;
  /** Null where the object's BTF does not have it. */
  readonly kind: 'func' | 'var' | null;
  readonly weak: boolean;
  readonly typed: boolean;
  /** `.ksyms`, `.kconfig`, or null. */
  readonly section: string | null;
  /** In one line, types linked into the object's BTF; empty where the BTF does not have it. */
  readonly declaration: PageLine;
  /** Programs and functions that use it, each once. */
  readonly programs: readonly string[];
  /** Instructions that use it. */
  readonly uses: number;
  /** Where the deciding hit is: `vmlinux`, a module, `kallsyms`; null without one. An incompatible hit counts. */
  readonly foundIn: string | null;
  /** The FUNC or VAR of that hit. */
  readonly found: TypeRef | null;
  readonly verdicts: VerdictRows;
  /**
   * Whether anyone should look at it: some loader refuses it, a weak one is null, a call is poisoned, a function is no kfunc,
   * or libbpf and aya differ. What depends on kallsyms or kconfig that is not open is none.
   */
  readonly problem: boolean;
}

/** A CO-RE relocation. */
export interface CoreRow {
  /** Position in `KsymReport.core`. */
  readonly index: number;
  readonly program: string;
  /** Of that program. */
  readonly insn: number;
  /** libbpf's number within the section. */
  readonly number: number;
  readonly kind: CoreKind;
  /** `struct task_struct.pid`, linked to the root type in the object. */
  readonly local: string;
  readonly localType: TypeRef | null;
  /** `0:1:2`. */
  readonly access: string;
  readonly state: CoreState;
  /** Exact, modulo 2^64, as a decimal; null without one. */
  readonly value: string | null;
  /** In words: where it was found, or why not. */
  readonly text: string;
  /** libbpf's warning; null where it prints none. */
  readonly line: string | null;
  /** What aya makes of it, where it comes so far and that differs. */
  readonly aya: { readonly state: CoreState; readonly value: string | null } | null;
  readonly candidates: readonly CoreCandidate[];
  /** The instruction is poisoned, the load ends here, or aya comes to something else. */
  readonly problem: boolean;
}

export interface CoreCandidate {
  /** `vmlinux` or a module. */
  readonly where: string;
  readonly ref: TypeRef | null;
  readonly state: 'match' | 'no-match' | 'error';
  /** `struct sk_buff.cloned (0:12 @ offset 126)`. */
  readonly text: string;
  readonly value: string | null;
}

/** What libbpf makes of the instruction of a CO-RE relocation. */
export interface CoreDetail {
  readonly generation: number;
  readonly row: CoreRow;
  /** ELF section of the program. */
  readonly section: string;
  readonly before: InsnRow;
  /** One, but for a poisoned ld_imm64, each half of which becomes a call. As `before` where nothing is written. */
  readonly after: readonly InsnRow[];
  /** Whether `after` is anything else than `before`. */
  readonly changed: boolean;
}

/** An entry of `.ksyms`, as it stands in the object or as the loader hands it to the kernel. */
export interface SectionEntryRow {
  readonly kind: 'FUNC' | 'VAR';
  readonly name: string;
  readonly linkage: string;
  /** Id in the object's BTF, or the one that the loader adds. */
  readonly id: number;
  /** Bytes. */
  readonly offset: number;
  readonly size: number;
}

export interface KsymReport {
  readonly generation: number;
  readonly object: ObjectRow;
  readonly kernel: KernelFacts;
  readonly externs: readonly ExternRow[];
  /** At most 20,000. */
  readonly core: readonly CoreRow[];
  /** Modules by the index that calls carry in `off`; entry 0 is never used. */
  readonly fdArray: readonly (string | null)[];
  /** Null for an object without `.ksyms`. */
  readonly fixup: {
    readonly loader: 'libbpf';
    /** Bytes. */
    readonly sizeBefore: number;
    readonly sizeAfter: number;
    readonly before: readonly SectionEntryRow[];
    readonly after: readonly SectionEntryRow[];
  } | null;
}

// ------------------------------------------------------------------------------------------------------- one extern

/** One place of the search, in order. */
export interface SearchStep {
  /** `vmlinux` or a module. */
  readonly name: string;
  readonly source: SourceId | null;
  readonly result:
    /** The name is there as what is looked for; the first such place decides. */
    | 'hit'
    /** As a VAR for a function, or a FUNC for a variable. */
    | 'other-kind'
    | 'none'
    /** Open and switched off: it has the name, and is not searched. */
    | 'not-loaded';
}

/** A row of two prototypes or declarations laid side by side. */
export interface PrototypeRow {
  readonly part: 'name' | 'returns' | 'argument' | 'type';
  /** 1 for the first argument; 0 for other parts. */
  readonly argument: number;
  /** Empty where that side has no such argument. */
  readonly local: PageLine;
  readonly kernel: PageLine;
  /** Whether the first difference lies here. */
  readonly differs: boolean;
}

export interface ExternHit {
  /** `vmlinux` or a module. */
  readonly where: string;
  readonly ref: TypeRef;
  /** False for a module that is switched off. */
  readonly loaded: boolean;
  readonly kfunc: KfuncState;
  readonly compatible: boolean;
  /** ``argument 2: local `int`, kernel `struct sk_buff *` ``; null where compatible. */
  readonly difference: string | null;
  readonly sides: readonly PrototypeRow[];
}

/** `85 off=0 src=2 imm=104221`, in fields. */
export interface InsnRow {
  readonly code: number;
  readonly dst: number;
  readonly src: number;
  readonly off: number;
  /** Null where only a live kernel knows the number; `fdOf` then says what it is the descriptor of. */
  readonly imm: number | null;
  /** The second half of an ld_imm64; null in a call, and where `imm` may be. */
  readonly hi: number | null;
  readonly fdOf: string | null;
  /**
   * In the words of the kernel's disassembler, which bpftool and the verifier print: `call bpf_skb_ct_lookup#112950`,
   * `r1 = 0x2f`. What only a live kernel knows is named in brackets.
   */
  readonly text: string;
}

export interface UseRow {
  readonly program: string;
  readonly section: string;
  /** In the final code of the program. */
  readonly insn: number;
  /** Set where it stands in a sub-program. */
  readonly origin: { readonly program: string; readonly insn: number } | null;
  readonly form: 'call' | 'ld_imm64';
  readonly before: InsnRow;
  readonly after: InsnRow;
  readonly poisoned: boolean;
}

export interface KallsymsRow {
  /** `0xffffffff81000000`. */
  readonly address: string;
  /** The letter of nm. */
  readonly type: string;
  readonly module: string | null;
}

export interface ExternDetail {
  readonly generation: number;
  readonly row: ExternRow;
  /**
   * The search ends at the first hit; what else has the name follows. At most 200 steps, those without the name left out
   * first: `searched` is the exact number of places up to the end of the search.
   */
  readonly steps: readonly SearchStep[];
  readonly searched: number;
  /** The first one decides; those of modules that are switched off come last. At most 32. */
  readonly hits: readonly ExternHit[];
  /** Null where kallsyms is not asked. */
  readonly kallsyms:
    | { readonly state: 'not-open' }
    /** At most 100 entries: `found` is their exact number. */
    | { readonly state: 'searched'; readonly found: number; readonly entries: readonly KallsymsRow[] }
    | null;
  /** libbpf's; at most 1,000, `row.uses` is their exact number. */
  readonly uses: readonly UseRow[];
  /** Whether libbpf gets as far as writing instructions; if not, `after` is `before`. */
  readonly applied: boolean;
  readonly advice: readonly Advice[];
}

// ----------------------------------------------------------------------------------------------- kfuncs, and a paste

export interface KfuncQuery {
  /** Part of a name, case ignored; '' for all. */
  readonly text: string;
}

export interface KfuncRow {
  readonly ref: TypeRef;
  readonly name: string;
  readonly sourceName: string;
  readonly loaded: boolean;
  /** In one line, with links. */
  readonly prototype: PageLine;
}

export interface KfuncWindow {
  readonly generation: number;
  /** Exact. */
  readonly count: number;
  /** Of how many without the text. */
  readonly of: number;
  /** Kernels whose vmlinux has functions and no tag at all: their kfuncs cannot be told apart. */
  readonly untagged: readonly string[];
  readonly rows: readonly KfuncRow[];
}

export interface NamedHitRow {
  readonly where: string;
  readonly ref: TypeRef;
  readonly kind: 'func' | 'var';
  readonly loaded: boolean;
  readonly kfunc: KfuncState;
  readonly declaration: PageLine;
}

/** What a pasted text comes to: a C declaration is checked like an extern of an object, a log line or bare name is looked up. */
export type CheckAnswer =
  | { readonly state: 'empty' }
  /** `at` in characters from the start of the text. */
  | { readonly state: 'unreadable'; readonly why: string; readonly at: number }
  | { readonly state: 'extern'; readonly detail: ExternDetail }
  | {
      readonly state: 'log';
      readonly told: ToldExtern;
      readonly hits: readonly NamedHitRow[];
      readonly advice: readonly Advice[];
      readonly kernel: KernelFacts;
    }
  /** A name by itself. Of kallsyms as in `ExternDetail`. */
  | {
      readonly state: 'name';
      readonly name: string;
      readonly hits: readonly NamedHitRow[];
      readonly kallsyms: ExternDetail['kallsyms'];
      readonly advice: readonly Advice[];
      readonly kernel: KernelFacts;
    };

export type KsymText = 'text' | 'markdown' | 'json';

export interface KsymTextChoice {
  readonly form: KsymText;
  /** One extern by its index; null for all of the object. */
  readonly extern: number | null;
}

/** What a person has said of the kernel. */
export interface KernelState {
  /** Null where none was chosen. */
  readonly vmlinux: SourceId | null;
  /** Modules in load order; others come behind them. */
  readonly order: readonly SourceId[];
  readonly orderIsKnown: boolean;
  /** Modules that are switched off. */
  readonly off: readonly SourceId[];
}

export interface KsymQuestions {
  /** Modules that count as loaded, or not. Others keep their state. */
  setLoaded(sources: readonly SourceId[], loaded: boolean): Workspace;
  /** Puts a module before another one in the load order, or last. The order then counts as a kernel's. */
  moveModule(module: SourceId, before: SourceId | null): Workspace;
  /** Takes order, and which modules are loaded, from `bpftool btf list`, `/proc/modules`, `lsmod` or names a line each. */
  takeModuleOrder(text: string): ModuleOrderReport;
  chooseKernel(vmlinux: SourceId): Workspace;
  /** What the four above have made of another session's sources, for these. What is not open is passed over. */
  restoreKernel(state: KernelState): Workspace;

  /** Every BPF object that is open, in the order of opening. */
  ksymObjects(): Promise<ObjectList>;
  /** Null when it is not open (any more), or no object. */
  ksymReport(object: SourceId): Promise<KsymReport | null>;
  externDetail(object: SourceId, index: number): Promise<ExternDetail | null>;
  /** Of the relocation at `CoreRow.index`. */
  coreDetail(object: SourceId, index: number): Promise<CoreDetail | null>;
  /** For the clipboard and for downloads; JSON is the terminal runner's line. '' when it is not open. */
  ksymText(object: SourceId, choice: KsymTextChoice): Promise<string>;
  kfuncs(query: KfuncQuery, from: number, count: number): Promise<KfuncWindow>;
  checkExtern(text: string): Promise<CheckAnswer>;
}
