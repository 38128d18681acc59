/**
 * Where the ways into the Ksyms view lead.
 * In: what is open. Out: the part of a place to go to: an object's externs where it is clear which object is meant, else
 * the list of objects.
 */

import type { SourceInfo } from '../session/source-api.ts';
import type { LinkedKernel } from './link/address.ts';
import { writeFragment } from './link/fragment.ts';
import { DEFAULT_KSYMS, DEFAULT_QUERY } from './place.ts';
import type { KsymsPlace } from './place.ts';

export type KsymsPart = Partial<Omit<KsymsPlace, 'view'>>;

/** Into the view, from anywhere. */
export function ksymsDoor(sources: readonly SourceInfo[]): KsymsPart {
  const objects = sources.filter(({ role }) => role === 'object');
  return objects.length === 1 ? objectDoor(objects[0]) : { part: 'objects', extern: '', relocation: null };
}

export function objectDoor({ id, name }: Pick<SourceInfo, 'id' | 'name'>): KsymsPart {
  return { part: 'externs', source: id, object: name, extern: '', relocation: null };
}

/** Whether one extern or one relocation is opened. */
export function isDetailOpen({ part, extern, relocation }: KsymsPlace): boolean {
  return part === 'externs' ? extern !== '' : part === 'relocations' && relocation !== null;
}

/** The address of a part, for links that may be opened in another tab. */
export function ksymsFragment(part: KsymsPart, kernel: LinkedKernel): string {
  return writeFragment({ place: { ...DEFAULT_KSYMS, ...part }, query: DEFAULT_QUERY, sources: [], kernel });
}
