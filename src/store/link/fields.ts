/**
 * The fields of a link of the latest version: every one is written only where it says something, and read with a value
 * of its own to fall back to. Names are text from a file: anything may be in them, and they may be a megabyte long.
 */

import type { SortColumn, TypeQuery } from '../../session/list-api.ts';
import type { KindWord } from '../../session/source-api.ts';
import type { LinkTarget } from '../../session/type-api.ts';
import { ALL_KINDS, DEFAULT_KINDS, isKindWord } from '../kinds.ts';
import {
  C_FORMS,
  CACHELINE_SIZES,
  DEFAULT_C,
  DEFAULT_KSYMS,
  DEFAULT_LAYOUT,
  DEFAULT_SORT,
  KSYM_PARTS,
  LAYOUT_FORMS,
  SOURCE_TABS,
  TYPE_TABS,
} from '../place.ts';
import type { CChoice, LayoutChoice, SourceTab, TypeTab } from '../place.ts';
import { KERNEL_AS_OPENED, MAX_OFF } from './address.ts';
import type { Address, AddressPlace, LinkedKernel } from './address.ts';
import type { RawLink } from './fragment.ts';

/** UTF-16 units. A longer name is left out, and the hash and id find the type. */
const MAX_NAME = 1024;
const MAX_QUERY = 1024;
const MAX_PATH = 512;
const MAX_EXPANDED = 100;
const MAX_FLAVOR = 64;
/** A pasted declaration or a few lines of a log. */
const MAX_PASTED = 4096;
/** A filter on more sources than this is not written: nobody reads such a link. */
const MAX_SOURCES = 8;
/** Sizes, counts and ids of BTF are 32 bits wide. */
const MAX_NUMBER = 0xffff_ffff;

const SORT_COLUMNS: Readonly<Record<SortColumn, true>> = {
  relevance: true,
  kind: true,
  name: true,
  size: true,
  source: true,
  id: true,
};

export function writeFields({ place, query, sources, kernel }: Address): string {
  const fields: string[] = [];
  const add = (name: string, value: string | number | null, otherwise: string | number = '') => {
    if (value !== null && value !== otherwise) fields.push(`${name}=${escape(String(value))}`);
  };
  writePlace(place, add);
  if (place.view === 'ksyms') writeKernel(kernel, add);
  add('q', query.text.slice(0, MAX_QUERY));
  if (!sameSet(query.kinds, DEFAULT_KINDS))
    add('kinds', ALL_KINDS.filter((k) => query.kinds.includes(k)).join(',') || 'none');
  add('anon', query.anonymous ? 1 : 0, 0);
  add('group', query.grouped ? 1 : 0, 0);
  if (query.directory.length <= MAX_NAME) add('dir', query.directory);
  add('sort', sortWord(query.sort), sortWord(DEFAULT_SORT));
  const named = sources.filter((source) => source !== '' && source.length <= MAX_NAME);
  if (named.length <= MAX_SOURCES) for (const source of named) add('in', source);
  return fields.join('&');
}

type Add = (name: string, value: string | number | null, otherwise?: string | number) => void;

function writePlace(place: AddressPlace, add: Add): void {
  if (place.view === 'type') writeTypeFields(place, add);
  if (place.view === 'ksyms') writeKsyms(place, add);
  if (place.view === 'source') {
    add('source', shortText(place.name, MAX_NAME));
    add('tab', place.tab, 'overview');
  }
}

function writeKsyms(place: Extract<AddressPlace, { view: 'ksyms' }>, add: Add): void {
  add('part', place.part, DEFAULT_KSYMS.part);
  add('object', shortText(place.object, MAX_NAME));
  add('extern', shortText(place.extern, MAX_NAME));
  add('relocation', place.relocation);
  add('problems', place.onlyProblems ? 1 : 0, 0);
  add('search', shortText(place.search, MAX_NAME));
  add('pasted', shortText(place.pasted, MAX_PASTED));
}

function writeKernel({ vmlinux, off }: LinkedKernel, add: Add): void {
  add('kernel', shortText(vmlinux, MAX_NAME));
  if (off.length <= MAX_OFF) for (const module of off) add('off', shortText(module, MAX_NAME));
}

function writeTypeFields(place: Extract<AddressPlace, { view: 'type' }>, add: Add): void {
  const { target, tab, c, layout } = place;
  add('kind', target.kind, 'unknown');
  if (target.name.length <= MAX_NAME) add('name', target.name);
  if (target.source.length <= MAX_NAME) add('source', target.source);
  add('hash', target.hash);
  add('size', target.size);
  add('elements', target.elements);
  add('id', target.id, 0);
  add('tab', tab, 'c');
  writeC(c, add);
  writeLayout(layout, add);
}

function writeC({ form, asserts, preserveAccessIndex, flavor, sorted, exact }: CChoice, add: Add): void {
  add('c', form, DEFAULT_C.form);
  add('asserts', asserts ? 1 : 0, 0);
  add('preserve', preserveAccessIndex ? 1 : 0, 0);
  if (flavor.length <= MAX_FLAVOR) add('flavor', flavor);
  add('sorted', sorted ? 1 : 0, 1);
  add('exact', exact ? 1 : 0, 0);
}

function writeLayout(layout: LayoutChoice, add: Add): void {
  add('layout', layout.form, DEFAULT_LAYOUT.form);
  add('hex', layout.hex ? 1 : 0, 0);
  add('cacheline', layout.cachelineSize, DEFAULT_LAYOUT.cachelineSize);
  add('expanded', layout.expand ? 1 : 0, 0);
  const addPaths = (name: string, paths: readonly string[]) => {
    for (const path of paths.slice(0, MAX_EXPANDED)) if (path.length <= MAX_PATH) add(name, path);
  };
  if (layout.expand) addPaths('fold', layout.folded);
  else addPaths('expand', layout.expanded);
}

export function readFields({ view, fields }: RawLink): Address {
  const place = readPlace(view, fields);
  return {
    place,
    query: readQuery(fields),
    sources: readNames(fields, 'in', MAX_SOURCES),
    kernel: place.view === 'ksyms' ? readKernel(fields) : KERNEL_AS_OPENED,
  };
}

/** A view that is not known still shows the type, where the link names one. */
function readPlace(view: string, fields: URLSearchParams): AddressPlace {
  if (view === 'ksyms') return readKsyms(fields);
  const source = shortText(fields.get('source'), MAX_NAME);
  if (view === 'source')
    return source === '' ? { view: 'types' } : { view: 'source', name: source, tab: readSourceTab(fields) };
  const target = readTarget(fields);
  const namesOne = target.name !== '' || target.hash !== '' || target.id !== 0;
  if (view === 'types' || !namesOne) return { view: 'types' };
  return { view: 'type', target, tab: readTab(fields), c: readC(fields), layout: readLayout(fields) };
}

function readKsyms(fields: URLSearchParams): AddressPlace {
  return {
    view: 'ksyms',
    part: KSYM_PARTS.find((part) => part === fields.get('part')) ?? DEFAULT_KSYMS.part,
    object: shortText(fields.get('object'), MAX_NAME),
    extern: shortText(fields.get('extern'), MAX_NAME),
    relocation: readNumber(fields.get('relocation')),
    onlyProblems: fields.get('problems') === '1',
    search: shortText(fields.get('search'), MAX_NAME),
    pasted: shortText(fields.get('pasted'), MAX_PASTED),
  };
}

/** What is missing reads as `unknown`, '', null and 0. */
function readTarget(fields: URLSearchParams): LinkTarget {
  const kind = fields.get('kind') ?? '';
  const hash = (fields.get('hash') ?? '').toLowerCase();
  return {
    kind: isKindWord(kind) ? kind : 'unknown',
    name: shortText(fields.get('name'), MAX_NAME),
    source: shortText(fields.get('source'), MAX_NAME),
    hash: /^[0-9a-f]{16}$/.test(hash) ? hash : '',
    size: readNumber(fields.get('size')),
    elements: readNumber(fields.get('elements')),
    id: readNumber(fields.get('id')) ?? 0,
  };
}

function readTab(fields: URLSearchParams): TypeTab {
  return TYPE_TABS.find((tab) => tab === fields.get('tab')) ?? 'c';
}

function readSourceTab(fields: URLSearchParams): SourceTab {
  return SOURCE_TABS.find((tab) => tab === fields.get('tab')) ?? 'overview';
}

function readC(fields: URLSearchParams): CChoice {
  return {
    form: C_FORMS.find((form) => form === fields.get('c')) ?? DEFAULT_C.form,
    asserts: fields.get('asserts') === '1',
    preserveAccessIndex: fields.get('preserve') === '1',
    flavor: shortText(fields.get('flavor'), MAX_FLAVOR),
    sorted: fields.get('sorted') !== '0',
    exact: fields.get('exact') === '1',
  };
}

function readLayout(fields: URLSearchParams): LayoutChoice {
  const size = readNumber(fields.get('cacheline'));
  const expand = fields.get('expanded') === '1';
  return {
    form: LAYOUT_FORMS.find((form) => form === fields.get('layout')) ?? DEFAULT_LAYOUT.form,
    hex: fields.get('hex') === '1',
    expand,
    expanded: expand ? [] : readPaths(fields, 'expand'),
    folded: expand ? readPaths(fields, 'fold') : [],
    cachelineSize: CACHELINE_SIZES.find((known) => known === size) ?? DEFAULT_LAYOUT.cachelineSize,
  };
}

function readPaths(fields: URLSearchParams, name: string): readonly string[] {
  return fields
    .getAll(name)
    .filter((path) => path !== '' && path.length <= MAX_PATH)
    .slice(0, MAX_EXPANDED);
}

function readQuery(fields: URLSearchParams): Address['query'] {
  return {
    text: (fields.get('q') ?? '').slice(0, MAX_QUERY),
    kinds: readKinds(fields.get('kinds')),
    anonymous: fields.get('anon') === '1',
    grouped: fields.get('group') === '1',
    directory: shortText(fields.get('dir'), MAX_NAME).replace(/\/+$/, ''),
    sort: readSort(fields.get('sort')),
  };
}

function readKinds(value: string | null): readonly KindWord[] {
  if (value === 'none') return [];
  const words = new Set((value ?? '').split(',').filter(isKindWord));
  return words.size === 0 ? DEFAULT_KINDS : ALL_KINDS.filter((kind) => words.has(kind));
}

function readKernel(fields: URLSearchParams): LinkedKernel {
  return {
    vmlinux: shortText(fields.get('kernel'), MAX_NAME),
    off: readNames(fields, 'off', MAX_OFF),
  };
}

function readNames(fields: URLSearchParams, field: string, most: number): readonly string[] {
  return fields
    .getAll(field)
    .filter((name) => name !== '' && name.length <= MAX_NAME)
    .slice(0, most);
}

/** `size` upwards, `-size` downwards. */
function sortWord({ column, descending }: TypeQuery['sort']): string {
  return `${descending ? '-' : ''}${column}`;
}

function readSort(value: string | null): TypeQuery['sort'] {
  const column = (value ?? '').replace(/^-/, '');
  return isSortColumn(column) ? { column, descending: value?.startsWith('-') ?? false } : DEFAULT_SORT;
}

function isSortColumn(word: string): word is SortColumn {
  return Object.hasOwn(SORT_COLUMNS, word);
}

function readNumber(value: string | null): number | null {
  if (value === null || !/^\d{1,10}$/.test(value)) return null;
  const number = Number(value);
  return number <= MAX_NUMBER ? number : null;
}

function shortText(value: string | null, max: number): string {
  return value !== null && value.length <= max ? value : '';
}

/** Escaped as a form field, but for a few characters that are safe in a fragment and read better as they are. */
function escape(value: string): string {
  // Nearly all names: a page of links has hundreds, and the general way takes a hundred times as long.
  if (NEEDS_NO_ESCAPE.test(value)) return value;
  const [, escaped = ''] = new URLSearchParams({ value }).toString().split('=', 2);
  return escaped.replace(/%(2C|3A|2F|28|29)/g, (code, hex: string) => READABLE[hex] ?? code);
}
const NEEDS_NO_ESCAPE = /^[\w.*,:/()-]*$/;
const READABLE: Readonly<Record<string, string>> = { '2C': ',', '3A': ':', '2F': '/', '28': '(', '29': ')' };

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((word) => b.includes(word));
}
