/**
 * An address as the fragment of a URL and back. A fragment never reaches a server.
 *
 *     #v1/type?kind=struct&name=nf_conn&source=nf_conntrack&hash=0123456789abcdef&size=248&elements=14&id=133&tab=layout
 *      |  |    fields, each of which may be missing or damaged: what is left still leads somewhere
 *      |  view
 *      version
 *
 * Links are for ever: every version that was released is read, step by step, through `UPGRADERS`.
 */

import type { Address } from './address.ts';
import { readFields, writeFields } from './fields.ts';

/** The version in which links are written. */
export const LATEST = 1;

/** Longer fragments are cut before they are read. Far beyond what `writeFields` produces. */
const MAX_LENGTH = 65_536;

/** A link taken apart, its fields not yet interpreted. */
export interface RawLink {
  readonly view: string;
  readonly fields: URLSearchParams;
}

export type Upgrader = (link: RawLink) => RawLink;

/** By the version it starts from: turns a link of version n into the same link of version n + 1. */
const UPGRADERS: ReadonlyMap<number, Upgrader> = new Map();
checkUpgraders(UPGRADERS, LATEST);

/** Throws unless every version before `latest` has its upgrader, and no other has one. */
export function checkUpgraders(upgraders: ReadonlyMap<number, Upgrader>, latest: number): void {
  for (let version = 1; version < latest; version += 1) {
    if (!upgraders.has(version)) throw new Error(`links of version ${version} have no upgrader`);
  }
  const stray = [...upgraders.keys()].find((version) => version < 1 || version >= latest);
  if (stray !== undefined) throw new Error(`version ${stray} needs no upgrader to ${latest}`);
}

/** With its `#`; '' for the page as it starts out. */
export function writeFragment(address: Address): string {
  const fields = writeFields(address);
  if (address.place.view === 'types' && fields === '') return '';
  return `#v${LATEST}/${address.place.view}${fields === '' ? '' : `?${fields}`}`;
}

/** Never fails: what cannot be read is as if it were not there. */
export function readFragment(fragment: string): Address {
  const { version, link } = takeApart(fragment.slice(0, MAX_LENGTH));
  return readFields(upgrade(link, version, UPGRADERS, LATEST));
}

/** A link from a later version than ours, or of none, is read as far as its fields are known. */
export function upgrade(
  link: RawLink,
  version: number | null,
  upgraders: ReadonlyMap<number, Upgrader>,
  latest: number,
): RawLink {
  let upgraded = link;
  for (let step = version ?? latest; step < latest; step += 1) {
    upgraded = upgraders.get(step)?.(upgraded) ?? upgraded;
  }
  return upgraded;
}

function takeApart(fragment: string): { readonly version: number | null; readonly link: RawLink } {
  const text = fragment.replace(/^#/, '');
  const mark = text.indexOf('?');
  const path = mark < 0 ? text : text.slice(0, mark);
  const fields = new URLSearchParams(mark < 0 ? '' : text.slice(mark + 1));
  const match = /^(?:v(\d{1,6})(?:\/|$))?(.*)$/s.exec(path);
  const version = match?.[1] === undefined ? null : Math.max(1, Number(match[1]));
  return { version, link: { view: match?.[2] ?? '', fields } };
}
