/**
 * The order in which modules were loaded, from text that a person has at hand.
 * In: what `bpftool btf list`, `/proc/modules` or `lsmod` print, or one name a line. Out: names, the first loaded first.
 */

/** `12: name [nf_conntrack]  size 75B` of bpftool; `12 name nf_conntrack size 75 ...`. */
const BTF_LIST = /^\s*\d+:?\s+name\s+\[?([^\]\s]+)\]?\s/;
/** `nf_conntrack 229376 3 nf_nat,nft_ct, Live 0x0000000000000000`, and lsmod without the last two. */
const PROC_MODULES = /^([\w-]+)\s+\d+\s+-?\d+/;

/** BTF lists are in the order of ids, lists of modules have the newest first. vmlinux, programs and headings are left out. */
export function parseModuleOrder(text: string): string[] {
  const lines = text.split('\n').map((line) => line.trimEnd());
  const listed = namesBy(lines, BTF_LIST);
  if (listed.length) return clean(listed);
  const modules = namesBy(lines, PROC_MODULES);
  if (modules.length) return clean(modules.reverse());
  return clean(lines.map((line) => line.trim()).filter((line) => /^[\w-]+$/.test(line)));
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
