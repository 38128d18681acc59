// Instructions in the words of the kernel's disassembler, as bpftool prints them.
import { expect, it } from 'vitest';
import { coreInsnRow } from './insn-text.ts';

const text = (code: number, fields: { src?: number; off?: number; imm?: number; hi?: number } = {}): string =>
  coreInsnRow({ code, dst: 1, src: 2, off: 0, imm: 0, hi: null, ...fields }).text;

it.each([
  ['r1 += 8', text(0x07, { imm: 8 })],
  ['w1 = -1', text(0xb4, { imm: -1 })],
  ['r1 s>>= 3', text(0xc7, { imm: 3 })],
  ['r1 += r2', text(0x0f)],
  ['r1 s%= 3', text(0x97, { off: 1, imm: 3 })],
  ['r1 = *(u8 *)(r2 +4)', text(0x71, { off: 4 })],
  ['r1 = *(s32 *)(r2 -4)', text(0x81, { off: -4 })],
  ['*(u64 *)(r1 +16) = r2', text(0x7b, { off: 16 })],
  ['*(u16 *)(r1 +16) = 7', text(0x6a, { off: 16, imm: 7 })],
  ['lock *(u64 *)(r1 +8) += r2', text(0xdb, { off: 8 })],
  ['r1 = 0xffffffff00000001', text(0x18, { imm: 1, hi: -1 })],
  ['call unknown#195896080', text(0x85, { src: 0, imm: 195896080 })],
  // What no relocation can be for
  ['(bf)', text(0xbf, { off: 8 })],
  ['(87)', text(0x87)],
  ['(d7)', text(0xd7)],
  ['(db)', text(0xdb, { imm: 0xe1 })],
  ['(20)', text(0x20)],
  ['(95)', text(0x95)],
])('%s', (expected, told) => {
  expect(told).toBe(expected);
});
