/**
 * The one error that broken input throws.
 * In: where a reader stopped and which rule was broken. Out: a typed error that survives a worker boundary.
 * Leaves to others: the human sentence and the advice (`store/messages`).
 */

/** Each code names a rule of the format; the first group is what libbpf's `btf_new` checks. */
export const BTF_ERROR_CODES = [
  'truncated-header',
  'bad-magic',
  'bad-header-length',
  'section-out-of-range',
  'section-overlap',
  'section-misaligned',
  'strings-bad',
  'bad-layout-section',
  'bad-layout-entry',
  'unknown-kind',
  'record-truncated',
  'bad-name-offset',
  'bad-type-id',
  'func-not-proto',
  'needs-base',
  'elf-bad',
  'elf-no-btf',
  'ext-bad',
  'object-bad',
  'ksyms-bad',
  'kallsyms-bad',
  'not-btf',
  'empty-file',
  'archive-bad',
  'too-large',
  'type-not-found',
  'not-relocatable',
] as const;

export type BtfErrorCode = (typeof BTF_ERROR_CODES)[number];

/** Plain values only: they are shown to people and cross the worker boundary. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean>>;

export class BtfError extends Error {
  readonly code: BtfErrorCode;
  /** Byte offset in the input where the rule was broken; -1 where no single place is to blame. */
  readonly offset: number;
  readonly details: ErrorDetails;

  constructor(code: BtfErrorCode, message: string, offset = -1, details: ErrorDetails = {}) {
    super(offset < 0 ? message : `${message} (at offset 0x${offset.toString(16)})`);
    this.name = 'BtfError';
    this.code = code;
    this.offset = offset;
    this.details = details;
  }
}

/** Closes a switch over a union: a new member becomes a compile error here. */
export function assertNever(value: never): never {
  throw new Error(`unreachable: ${String(value)}`);
}
