/**
 * All about one CO-RE relocation that its row does not say: the instruction before and after libbpf.
 * In: an object's analysis and an index. Out: the detail of `ksyms-api.ts`.
 */

import { writtenInsn } from '../../domain/core/written.ts';
import type { CoreDetail } from '../ksyms-api.ts';
import { coreRow } from './core-rows.ts';
import { coreInsnRow } from './insn-text.ts';
import type { OpenKernel } from './kernel.ts';
import type { Examined } from './objects.ts';

/** Null where there is no such relocation. */
export function coreDetailOf(
  examined: Examined,
  index: number,
  kernel: OpenKernel,
  generation: number,
): CoreDetail | null {
  const result = examined.analysis.core.results.at(index);
  if (index < 0 || !result) return null;
  const { before, after } = writtenInsn(examined.object, result);
  const [row, ...rows] = [before, ...after].map(coreInsnRow);
  return {
    generation,
    row: coreRow(examined, index, kernel),
    section: result.section,
    before: row,
    after: rows,
    changed: rows.length > 1 || !isSame(row, rows[0]),
  };
}

const isSame = (a: object, b: object): boolean => JSON.stringify(a) === JSON.stringify(b);
