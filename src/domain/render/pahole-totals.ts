/**
 * The figures below a struct, in pahole's words.
 * In: a layout. Out: `size: 24, cachelines: 1, members: 4` and what else there is to say, without the comment marks around
 * (dwarves `type__fprintf_stats` and the end of `__class__fprintf`).
 */

import type { Layout } from '../layout/layout.ts';
import type { Layouts } from '../layout/layouts.ts';
import { layoutStats, type LayoutStats } from '../layout/stats.ts';
import { counted } from './pahole-out.ts';

/** A line in pieces, to be written one behind the other: most are written, not kept. */
export type TotalsLine = readonly (string | number)[];

export interface Totals {
  readonly lines: readonly TotalsLine[];
  /** Set where the sums miss the size, as they do when members overlap. */
  readonly alert: string | null;
}

/** `baseOffset`: where the struct starts, in bytes. */
export function totals(layouts: Layouts, layout: Layout, baseOffset = 0): Totals {
  const stats = layoutStats(layouts, layout);
  // Fields of 16 and 8 bits in pahole, and so their values wrap.
  const members = layout.memberCount & 0xffff;
  const padding = layout.padding & 0xffff;
  const bitPadding = layout.bitPadding & 0xff;
  const lastCacheline = (baseOffset + layout.size) % layouts.cachelineSize;
  const lines: TotalsLine[] = [
    ['size: ', layout.size, ', cachelines: ', stats.cachelines, ', members: ', members],
  ];
  sums(lines, layout, stats);
  if (padding > 0) lines.push(['padding: ', padding]);
  memberTypes(lines, stats);
  if (stats.paddings > 0) lines.push(['paddings: ', stats.paddings, ', sum paddings: ', stats.sumPaddings]);
  if (bitPadding > 0) lines.push(['bit_padding: ', bitPadding, ' bits']);
  forced(lines, stats);
  flexibleArrays(lines, stats);
  if (lastCacheline !== 0) lines.push(['last cacheline: ', lastCacheline, ' bytes']);
  const misses = stats.missingBits !== 0 && members !== 0;
  return { lines, alert: misses ? brainFart(layout, stats) : null };
}

function sums(lines: TotalsLine[], layout: Layout, stats: LayoutStats): void {
  const { sumMembers, sumBitfields, sumHoles, sumBitHoles } = stats;
  if (sumHoles === 0 && sumBitHoles === 0) return;
  const holes = sumHoles > 0 ? `, holes: ${layout.holes & 0xff}, sum holes: ${sumHoles}` : '';
  if (sumMembers > 0) lines.push(['sum members: ', sumMembers, holes]);
  const bitHoles = `, bit holes: ${layout.bitHoles & 0xff}, sum bit holes: ${sumBitHoles} bits`;
  const bytes = ` (${Math.floor(sumBitfields / 8)} bytes)`;
  if (sumBitfields > 0)
    lines.push(['sum bitfield members: ', sumBitfields, ' bits', sumBitHoles > 0 ? bitHoles : bytes]);
}

function memberTypes(lines: TotalsLine[], stats: LayoutStats): void {
  const { withHoles, withBitHoles, withBitPaddings } = stats;
  if (withHoles === 0 && withBitHoles === 0 && withBitPaddings === 0) return;
  const parts: string[] = [];
  if (withHoles > 0) parts.push(`holes: ${withHoles}, total: ${stats.totalHoles}`);
  if (withBitHoles > 0) parts.push(`bit holes: ${withBitHoles}, total: ${stats.totalBitHoles}`);
  if (withBitPaddings > 0)
    parts.push(`bit paddings: ${withBitPaddings}, total: ${counted(stats.sumBitPaddings, 'bit')}`);
  lines.push(['member types with ', parts.join(', ')]);
}

function forced(lines: TotalsLine[], { forcedAlignments, forcedHoles, sumForcedHoles }: LayoutStats): void {
  if (forcedAlignments === 0) return;
  const holes = `, forced holes: ${forcedHoles}, sum forced holes: ${sumForcedHoles}`;
  lines.push(['forced alignments: ', forcedAlignments, forcedHoles > 0 ? holes : '']);
}

function flexibleArrays(lines: TotalsLine[], { flexibleArrays, embeddedFlexibleArrays }: LayoutStats): void {
  if (flexibleArrays === 0 && embeddedFlexibleArrays === 0) return;
  const parts: string[] = [];
  if (flexibleArrays > 0) parts.push(`end: ${flexibleArrays}`);
  if (embeddedFlexibleArrays > 0) parts.push(`middle: ${embeddedFlexibleArrays}`);
  lines.push(['flexible array members: ', parts.join(', ')]);
}

/** pahole's own words. */
function brainFart({ size }: Layout, stats: LayoutStats): string {
  return (
    `BRAIN FART ALERT! ${size} bytes != ${stats.sumMembers} (member bytes) + ${stats.sumBitfields} (member bits) ` +
    `+ ${stats.sumHoles} (byte holes) + ${stats.sumBitHoles} (bit holes), diff = ${stats.missingBits} bits`
  );
}
