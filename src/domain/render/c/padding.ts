/**
 * Unnamed bitfields that push a member to where BTF says it is.
 * In: a gap, in bits. Out: the pads that libbpf writes into it (`btf_dump_emit_bit_padding`).
 */

import type { COut } from './out.ts';

interface Pad {
  readonly type: string;
  readonly bits: number;
}

const BELOW_LONG: readonly Pad[] = [
  { type: 'int', bits: 32 },
  { type: 'short', bits: 16 },
  { type: 'char', bits: 8 },
];

/** Largest first; `long` has the size of a pointer. */
export function padTypes(pointerSize: number): readonly Pad[] {
  return [{ type: 'long', bits: pointerSize * 8 }, ...BELOW_LONG];
}

const roundUp = (value: number, step: number): number => (step > 0 ? Math.ceil(value / step) * step : value);

/**
 * Pads from bit `from` to bit `to`, where a member of `align` bytes follows. The compiler aligns by itself where that
 * is enough; `: 0` makes it where it is not, and inside a run of bitfields every bit is spelled out.
 */
export function printPadding(
  out: COut,
  pads: readonly Pad[],
  from: number,
  to: number,
  align: number,
  inBitfield: boolean,
  level: number,
): void {
  if (from >= to) return;
  const pad = pads.find(({ bits }) => roundUp(from, bits) <= to) ?? pads[pads.length - 1];
  const boundary = roundUp(from, pad.bits);
  let at = from;
  if (boundary > from && boundary <= to) {
    const needsMark =
      boundary === to ? roundUp(from, align * 8) !== boundary : to - boundary <= boundary - from;
    if (inBitfield) printPad(out, pad, boundary - from, level);
    else if (needsMark) printPad(out, pad, 0, level);
    at = boundary;
  }
  for (; to - at >= pad.bits; at += pad.bits) printPad(out, pad, pad.bits, level);
  const rest = to - at;
  const smallest = pads.findLast(({ bits }) => bits >= rest);
  if (rest > 0 && smallest) printPad(out, smallest, rest, level);
}

function printPad(out: COut, { type }: Pad, bits: number, level: number): void {
  out.lineAt(level);
  out.put('keyword', type);
  out.put('punctuation', ': ');
  out.put('number', `${bits}`);
  out.put('punctuation', ';');
}
