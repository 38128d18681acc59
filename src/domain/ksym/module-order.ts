/**
 * The order in which modules were loaded, from text that a person has at hand.
 * In: what `bpftool btf list`, `/proc/modules` or `lsmod` print, or one name a line. Out: names, the first loaded
 * first, and how much of the text was not understood.
 */

/** `12: name [nf_conntrack]  size 75B` of bpftool; `12 name nf_conntrack size 75 ...`. */
const BTF_LIST = /^\s*\d+:?\s+name\s+\[?([^\]\s]+)\]?\s/;
/** `nf_conntrack 229376 3 nf_nat,nft_ct, Live 0x0000000000000000`, and lsmod without the last two. */
const PROC_MODULES = /^([\w-]+)\s+\d+\s+-?\d+/;

/** What lies between the lines of such lists: users of a BTF, and the heading of lsmod. */
const ASIDE = /^(\s+pids\s|Module\s+Size\s+Used by$)/;
const PLAIN = /^\s*([\w-]+)$/;

export interface ReadModuleOrder {
  /** As the kernel names modules, each once, the first loaded first. */
  readonly names: readonly string[];
  /** Names a line each: any text of one word looks like that. */
  readonly isPlain: boolean;
  /** Lines that were not understood, empty ones and headings not counted. */
  readonly unread: number;
}

/** BTF lists are in the order of ids, lists of modules have the newest first. vmlinux, programs and headings are left out. */
export function parseModuleOrder(text: string): ReadModuleOrder {
  const lines = text
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '' && !ASIDE.test(line));
  const listed = namesBy(lines, BTF_LIST);
  const modules = listed.length ? [] : namesBy(lines, PROC_MODULES).reverse();
  const isPlain = listed.length + modules.length === 0;
  const read = isPlain ? namesBy(lines, PLAIN) : [...listed, ...modules];
  return { names: clean(read), isPlain, unread: lines.length - read.length };
}

const namesBy = (lines: readonly string[], pattern: RegExp): string[] =>
  lines.map((line) => pattern.exec(line)?.[1]).filter((name) => name !== undefined);

/** As the kernel names modules, each once. */
const clean = (names: readonly string[]): string[] => [
  ...new Set(
    names
      .filter((name) => /^[\w-]+$/.test(name) && name !== 'vmlinux')
      .map((name) => name.replaceAll('-', '_')),
  ),
];
