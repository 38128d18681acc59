/**
 * What a file is called by the kernel.
 * In: a file name. Out: `nf_conntrack` for `nf-conntrack.ko.xz`, `vmlinux-6.12` for itself. Says nothing of the content.
 */

/** Endings that packing and dumping add; none of them is part of a module's name. */
const ENDINGS = /(\.(ko|btf|debug|gz|xz|zst|zstd|bz2|lz4|lzma))+$/i;

/** The last part of a path, without the endings; for a `.ko` with the kernel's underscores. */
export function kernelName(path: string): string {
  const file = path.slice(path.lastIndexOf('/') + 1);
  const name = file.replace(ENDINGS, '') || file;
  return /\.ko(\.|$)/i.test(file) ? name.replaceAll('-', '_') : name;
}
