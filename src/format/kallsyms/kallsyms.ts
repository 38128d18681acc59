/**
 * The kernel's symbol table as text: `/proc/kallsyms`, or a System.map.
 * In: bytes. Out: a column per field, and look-ups by name as libbpf makes them. Nothing is turned into text before it is
 * asked for: a running kernel has 200,000 lines.
 *
 *   ffffffff8104c080 t type_show            a module's symbol ends in   TAB [nf_conntrack]
 */

import { BtfError } from '../errors.ts';
import { hexDigit, scanKallsyms, skipBlank, type Columns } from './scan.ts';

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();

/** What stands in brackets and is no module: programs and trampolines of BPF, kprobes, ftrace. */
const NO_MODULES = new Set(['bpf', '__builtin__kprobes', '__builtin__ftrace']);

export interface KallsymsEntry {
  readonly address: bigint;
  /** One letter, as nm has it: `T`, `t`, `D`, `d` ... */
  readonly type: string;
  readonly name: string;
  /** Null for the kernel proper. */
  readonly module: string | null;
}

export class Kallsyms {
  private readonly bytes: Uint8Array;
  private readonly columns: Columns;
  private index: NameChains | null = null;
  private readonly hidden: boolean;

  private constructor(bytes: Uint8Array, columns: Columns, hidden: boolean) {
    this.bytes = bytes;
    this.columns = columns;
    this.hidden = hidden;
  }

  /** Borrows `bytes`. @throws BtfError `kallsyms-bad` at the first line that is no symbol */
  static parse(bytes: Uint8Array): Kallsyms {
    const columns = scanKallsyms(bytes);
    if (columns.count === 0) throw new BtfError('kallsyms-bad', 'there are no symbols', 0);
    return new Kallsyms(bytes, columns, false);
  }

  /** The same table as it reads without the right to see addresses (`kernel.kptr_restrict`): all of them 0. */
  masked(): Kallsyms {
    const other = new Kallsyms(this.bytes, this.columns, true);
    other.index = this.index;
    return other;
  }

  /** Of the text. */
  get byteLength(): number {
    return this.bytes.byteLength;
  }

  /** Bytes of an address, by the width of the first one. */
  get wordSize(): 4 | 8 {
    const [first] = utf8.decode(this.bytes.subarray(0, 64)).trimStart().split(' ');
    return first.length > 8 ? 8 : 4;
  }

  hasSameText({ bytes }: Kallsyms): boolean {
    return bytes.length === this.bytes.length && bytes.every((byte, i) => byte === this.bytes[i]);
  }

  /** Number of symbols. */
  get count(): number {
    return this.columns.count;
  }

  /** Whether every address reads 0. */
  get isMasked(): boolean {
    const { count, low, high } = this.columns;
    if (this.hidden) return true;
    for (let i = 0; i < count; i++) if (low[i] !== 0 || high[i] !== 0) return false;
    return true;
  }

  address(i: number): bigint {
    if (this.hidden) return 0n;
    return (BigInt(this.columns.high[i]) << 32n) | BigInt(this.columns.low[i]);
  }

  name(i: number): string {
    const { nameStart, nameEnd } = this.columns;
    return utf8.decode(this.bytes.subarray(nameStart[i], nameEnd[i]));
  }

  entry(i: number): KallsymsEntry {
    const { type, moduleStart, moduleEnd } = this.columns;
    const module = this.bytes.subarray(moduleStart[i], moduleEnd[i]);
    return {
      address: this.address(i),
      type: String.fromCharCode(type[i]),
      name: this.name(i),
      module: module.length ? utf8.decode(module) : null,
    };
  }

  /** Modules that have symbols, the first loaded first: the file has the newest one first. */
  loadOrder(): string[] {
    const { count, moduleStart, moduleEnd } = this.columns;
    const modules = new Set<string>();
    for (let i = 0, last = ''; i < count; i++) {
      if (moduleStart[i] === moduleEnd[i]) continue;
      const name = utf8.decode(this.bytes.subarray(moduleStart[i], moduleEnd[i]));
      if (name !== last) modules.add((last = name));
    }
    return [...modules].filter((name) => !NO_MODULES.has(name)).reverse();
  }

  /**
   * Symbols of a name, in the order of the file. What LLVM renamed to `name.llvm.123` is found as `name` where it is local
   * data (libbpf `kallsyms_cb`).
   */
  find(name: string): readonly number[] {
    this.index ??= new NameChains(this.bytes, this.columns);
    return this.index.find(encoder.encode(name));
  }
}

/** An address as wide as the kernel's, a letter of nm, a name, and perhaps a module in brackets. */
const LINE = /^([0-9a-f]{8}|[0-9a-f]{16}) [A-Za-z?] \S+([ \t]+\[[^\]\s]+\])?\s*$/;

/**
 * Told from the beginning of a file: every line of `head` that is not empty must be a symbol, its address as wide as the
 * others'. `isWhole` where the file goes on no further; the last line counts then.
 */
export function looksLikeKallsyms(head: Uint8Array, isWhole: boolean): boolean {
  const start = skipBlank(head, 0);
  // Most files are told apart by a byte.
  if (hexDigit(head[start]) < 0) return false;
  const lines = utf8.decode(head.subarray(start)).split('\n');
  if (!isWhole) lines.pop();
  const widths = lines.filter((line) => line.trim() !== '').map((line) => LINE.exec(line)?.[1].length ?? 0);
  return widths.length > 0 && widths[0] > 0 && widths.every((width) => width === widths[0]);
}

/** Name to symbols: a hash of chains in two columns. */
class NameChains {
  private readonly bytes: Uint8Array;
  private readonly columns: Columns;
  private readonly heads: Int32Array;
  private readonly next: Int32Array;

  constructor(bytes: Uint8Array, columns: Columns) {
    const { count, nameStart, keyEnd } = columns;
    const size = 1 << Math.max(4, 32 - Math.clz32(count));
    this.bytes = bytes;
    this.columns = columns;
    this.heads = new Int32Array(size).fill(-1);
    this.next = new Int32Array(count);
    // From the last to the first, so that each chain is in the order of the file.
    for (let i = count - 1; i >= 0; i--) {
      const slot = hashOf(bytes, nameStart[i], keyEnd[i]) & (size - 1);
      this.next[i] = this.heads[slot];
      this.heads[slot] = i;
    }
  }

  find(name: Uint8Array): number[] {
    const { nameStart, keyEnd } = this.columns;
    const found: number[] = [];
    let i = this.heads[hashOf(name, 0, name.length) & (this.heads.length - 1)];
    for (; i >= 0; i = this.next[i]) {
      if (keyEnd[i] - nameStart[i] === name.length && startsWith(this.bytes, nameStart[i], name))
        found.push(i);
    }
    return found;
  }
}

/** FNV-1a. */
function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ bytes[i], 0x01000193);
  return hash ^ (hash >>> 15);
}

function startsWith(bytes: Uint8Array, at: number, prefix: Uint8Array): boolean {
  for (let i = 0; i < prefix.length; i++) if (bytes[at + i] !== prefix[i]) return false;
  return true;
}
