/**
 * The pass over kallsyms that gives externs their addresses.
 * In: findings, and which symbols count. Out: an address per extern, and the symbol at which the pass ended because a second
 * address turned up. The file is read once from top to bottom, which decides what is set before that (libbpf `kallsyms_cb`).
 */

import type { KallsymsEntry } from '../../format/kallsyms/kallsyms.ts';
import type { Findings } from './findings.ts';

export interface KallsymsPass {
  /** By extern; null where nothing was found before the pass ended. */
  readonly addresses: readonly (bigint | null)[];
  readonly ambiguous: {
    readonly extern: number;
    readonly first: bigint;
    readonly second: bigint;
  } | null;
}

export const NO_PASS = (count: number): KallsymsPass => ({
  addresses: Array.from({ length: count }, () => null),
  ambiguous: null,
});

export function passOverKallsyms(
  findings: readonly Findings[],
  counts: (findings: Findings, entry: KallsymsEntry) => boolean,
): KallsymsPass {
  const symbols = findings.flatMap((finding, extern) => {
    const { kallsyms } = finding;
    if (kallsyms?.state !== 'searched') return [];
    return kallsyms.entries
      .map((entry, i) => ({ extern, address: entry.address, entry, place: kallsyms.places[i] }))
      .filter(({ entry }) => counts(finding, entry));
  });
  symbols.sort((a, b) => a.place - b.place);
  const addresses: (bigint | null)[] = findings.map(() => null);
  for (const { extern, address } of symbols) {
    const first = addresses[extern];
    if (first !== null && first !== address)
      return { addresses, ambiguous: { extern, first, second: address } };
    addresses[extern] = address;
  }
  return { addresses, ambiguous: null };
}
