/**
 * Every code of a problem as a sentence for people, and the likely cause with the next step.
 * In: the code, and the details the core gave. Out: text. The core's own words (which record, which offset) are shown
 * beside it and are not repeated here. A new code without a sentence does not compile.
 */

import type { Problem } from '../../session/source-api.ts';

/** The session's codes, and what the page itself has to report. */
export type ProblemCode = Problem['code'] | 'stale-worker';

/** A problem as the list shows it; those the page reports itself have the same shape. */
export type AnyProblem = Omit<Problem, 'code'> & { readonly code: ProblemCode };

export interface Explanation {
  readonly sentence: string;
  readonly advice: string;
}

export const DUMP_VMLINUX = 'cat /sys/kernel/btf/vmlinux > vmlinux.btf';
export const DUMP_MODULE = 'cat /sys/kernel/btf/NAME > NAME.btf';
export const DUMP_KALLSYMS = 'sudo cat /proc/kallsyms > kallsyms';
export const BUILD_OBJECT = 'clang -g -O2 -target bpf -c prog.bpf.c -o prog.bpf.o';

const COPY_AGAIN = 'It was probably cut short or changed while it was copied: read it once more.';
const DAMAGED =
  'A tool has written it wrongly, or it was changed since. Compare with bpftool btf dump; the kernel and libbpf refuse it too.';

const EXPLANATIONS: Readonly<Record<ProblemCode, Explanation>> = {
  'truncated-header': { sentence: 'The file ends inside the BTF header.', advice: COPY_AGAIN },
  'bad-magic': {
    sentence: 'The file does not start with the BTF magic number 0xeb9f.',
    advice: `It is not BTF, or its beginning is missing. BTF of a running kernel: ${DUMP_VMLINUX}`,
  },
  'bad-header-length': {
    sentence: 'The BTF header gives a length that cannot be.',
    advice: COPY_AGAIN,
  },
  'section-out-of-range': {
    sentence: 'A section of the BTF reaches beyond the end of the file.',
    advice: COPY_AGAIN,
  },
  'section-overlap': { sentence: 'Two sections of the BTF overlap.', advice: DAMAGED },
  'section-misaligned': {
    sentence: 'A section of the BTF does not start at a multiple of 4 bytes.',
    advice: DAMAGED,
  },
  'strings-bad': { sentence: 'The string section of the BTF is damaged.', advice: DAMAGED },
  'bad-layout-section': { sentence: 'The layout section of the BTF is damaged.', advice: DAMAGED },
  'bad-layout-entry': {
    sentence: 'The layout section describes a kind in a way that cannot be.',
    advice: DAMAGED,
  },
  'unknown-kind': {
    sentence: 'The BTF has a kind of type that is not known, and no layout section that tells its size.',
    advice:
      'It was written by a newer pahole or compiler than this page knows, or the file is damaged before this record.',
  },
  'record-truncated': { sentence: 'A type record reaches beyond the type section.', advice: DAMAGED },
  'bad-name-offset': {
    sentence: 'A name lies outside the string section.',
    advice: DAMAGED,
  },
  'bad-type-id': {
    sentence: 'A type refers to a type that does not exist.',
    advice: DAMAGED,
  },
  'func-not-proto': { sentence: 'A function refers to something other than a prototype.', advice: DAMAGED },
  'needs-base': {
    sentence: 'This is the BTF of a module, which is readable only over the vmlinux it was built against.',
    advice: `Open that vmlinux as well. On the machine that runs it: ${DUMP_VMLINUX}`,
  },
  'elf-bad': {
    sentence: 'The ELF file is damaged.',
    advice: COPY_AGAIN,
  },
  'elf-no-btf': {
    sentence: 'The ELF file has no .BTF section.',
    advice:
      'Was it built without CONFIG_DEBUG_INFO_BTF (for a module: CONFIG_DEBUG_INFO_BTF_MODULES), or stripped? A BPF object needs clang -g.',
  },
  'ext-bad': {
    sentence: 'The .BTF.ext section of the object is damaged.',
    advice: 'Build the object again; its types can be browsed all the same.',
  },
  'object-bad': {
    sentence: 'The BPF object is damaged.',
    advice: 'Build it again with clang -g -target bpf, and link objects with bpftool gen object.',
  },
  'ksyms-bad': {
    sentence: 'The .ksyms section of the object is not as loaders expect it.',
    advice: 'Declare kernel symbols with __ksym from bpf_helpers.h, and build the object again.',
  },
  'kallsyms-bad': {
    sentence: 'This is not a list of kernel symbols.',
    advice: 'Expected are lines such as those of /proc/kallsyms or System.map: address, letter, name.',
  },
  'not-btf': {
    sentence: 'This file is neither BTF nor a file that can carry it.',
    advice: `Files that can be opened: raw BTF, vmlinux, modules (.ko), BPF objects, /proc/kallsyms. BTF of a running kernel: ${DUMP_VMLINUX}`,
  },
  'empty-file': {
    sentence: 'The file is empty.',
    advice: `Was it copied from /sys by a tool that asks for the size first? This works: ${DUMP_VMLINUX}`,
  },
  'archive-bad': {
    sentence: 'The archive cannot be unpacked.',
    advice:
      'It was probably cut short while it was downloaded. Fetch it again, or unpack it and drop what is inside.',
  },
  'too-large': {
    sentence: 'The file is larger than what can be read here.',
    advice:
      'Extract the BTF alone: objcopy -O binary --only-section=.BTF --set-section-flags .BTF=alloc FILE OUT',
  },
  'type-not-found': {
    sentence: 'The type is not there.',
    advice: 'Its source may have been removed. Search for its name.',
  },
  'not-relocatable': {
    sentence: 'The module cannot be moved from its distilled base onto this vmlinux.',
    advice:
      'The vmlinux lacks a type that the module needs, or has it in another size: it is of another kernel.',
  },
  'no-base-fits': {
    sentence: 'The module was built against another vmlinux than those that are open.',
    advice: `Open the vmlinux of the very same build; the same version is not enough. On the machine that runs the module: ${DUMP_VMLINUX}`,
  },
  'worker-died': {
    sentence: 'The part of the page that reads files stopped.',
    advice:
      'It was started anew with what was open. If it stops again at the same file, that file needs more memory than the browser gives, or is one we fail on.',
  },
  'stale-worker': {
    sentence: 'The page and its reader are of different versions.',
    advice: 'The site was updated meanwhile. Reload the page.',
  },
  'fetch-failed': {
    sentence: 'The file could not be fetched from this site.',
    advice:
      'Is the site still reachable? A copy of the page on your disk must be served by a web server to fetch files.',
  },
  'read-failed': {
    sentence: 'The browser could not read the file.',
    advice:
      'It may belong to root (sudo install -m644 FILE COPY makes a readable copy), or was moved or changed after it was chosen.',
  },
  duplicate: {
    sentence: 'The same file is open already.',
    advice: 'Nothing is lost: the one that is open stays.',
  },
  internal: {
    sentence: 'The page failed on this file.',
    advice: 'This is a defect of BTF Explorer. A report with the file, or its name and origin, helps.',
  },
};

export function explain(code: ProblemCode): Explanation {
  return EXPLANATIONS[code];
}
