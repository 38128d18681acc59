/**
 * A layout as rows of a table: members, and between them what pahole remarks: holes, padding, cacheline boundaries.
 * In: a struct or union and the members to show in place. Out: rows with offsets from the start of the outermost type. Nested
 * types open through typedefs and arrays (element 0 stands for all). Leaves to others: how a row looks.
 */

import type { TypeId } from '../../format/btf/decode.ts';
import { isModifierOrTypedef, Kind } from '../../format/btf/kinds.ts';
import type { PaholeCache } from '../render/pahole-cache.ts';
import { counted } from '../render/pahole-out.ts';
import { totals } from '../render/pahole-totals.ts';
import type { Line } from '../render/printer.ts';
import { typeLine } from '../render/type-line.ts';
import { MAX_RESOLVE_DEPTH } from '../view/walk.ts';
import type { Layout } from './layout.ts';
import type { Layouts } from './layouts.ts';
import type { LayoutMember } from './member.ts';
import { joinPath } from './members-at.ts';
import { isNamed } from './tags.ts';

export interface TableOptions {
  /** Paths (`LayoutRow.path`) of members to show in place. What has no name of its own is always shown in place. */
  readonly expanded?: Pick<ReadonlySet<string>, 'has'>;
  /** Rows, 20,000 unless told. */
  readonly maxRows?: number;
}

/** Offsets and sizes in bytes. */
export interface LayoutRow {
  readonly row: 'member' | 'hole' | 'bit-hole' | 'padding' | 'bit-padding' | 'cacheline' | 'end';
  /** 0 for the type's own members. */
  readonly depth: number;
  /** As C names the member, through anonymous ones: `se.load`; one without a name gets a number (`#3`). '' for other rows. */
  readonly path: string;
  readonly name: string;
  /** Empty for what is no member. */
  readonly type: Line;
  /** As the member names it; 0 for what is no member. */
  readonly typeId: TypeId;
  /** From the start of the outermost type; for a bitfield that of its storage unit. */
  readonly offset: number;
  /** 0 for bit holes, bit padding and cacheline boundaries. */
  readonly size: number;
  /** First bit in the storage unit, and number of bits: of a bitfield, a bit hole, bit padding. */
  readonly bits: { readonly offset: number; readonly size: number } | null;
  /** Alignment that the source must have asked for; 0 where none shows. */
  readonly alignment: number;
  /** Typedefs between the member and the struct or union it is, outermost first. */
  readonly typedefs: readonly { readonly id: TypeId; readonly name: string }[];
  /** Of an array of structs or unions, all dimensions together. */
  readonly elements: { readonly count: number; readonly stride: number } | null;
  readonly expandable: boolean;
  readonly expanded: boolean;
  /** What the row says in words: for other rows than members all there is, for a member which element is shown. */
  readonly note: string;
}

export interface LayoutTable {
  readonly rows: readonly LayoutRow[];
  /** pahole's closing figures, a line each; for a union its size alone. */
  readonly totals: readonly string[];
  /** Whether rows are missing because there were too many. */
  readonly truncated: boolean;
}

const MAX_ROWS = 20_000;
/** Nesting of what is shown in place. */
const MAX_DEPTH = 64;

/** Null for what is neither struct nor union. */
export function layoutTable(cache: PaholeCache, id: TypeId, options: TableOptions = {}): LayoutTable | null {
  const { layouts } = cache;
  const layout = layouts.of(id);
  if (!layout) return null;
  const table = new TableWriter(cache, options);
  table.composite(layout, 0, 0, new Scope(''));
  const sums = totals(layouts, layout);
  const { alert } = sums;
  const lines = sums.lines.map((pieces) => pieces.join(''));
  const closing = layout.isUnion ? lines.slice(0, 1) : alert === null ? lines : [...lines, alert];
  return { rows: table.rows, totals: closing, truncated: table.truncated };
}

/** The struct or union that a member is, looked at through typedefs, modifiers and arrays. */
export interface Behind {
  readonly layout: Layout;
  readonly typedefs: LayoutRow['typedefs'];
  readonly elements: LayoutRow['elements'];
}

/** Null for what has no members behind it. */
export function compositeBehind(layouts: Layouts, id: TypeId): Behind | null {
  const { view } = layouts;
  const typedefs: { id: TypeId; name: string }[] = [];
  let count = 1;
  let isArray = false;
  for (let depth = 0; depth <= MAX_RESOLVE_DEPTH; depth++) {
    const kind = view.kindOf(id);
    if (kind === Kind.Typedef) typedefs.push({ id, name: view.nameOf(id) });
    if (isModifierOrTypedef(kind)) id = view.sizeOrTypeOf(id);
    else if (kind === Kind.Array) {
      const { typeId, nelems } = layouts.elementOf(id);
      count = Math.min(count * nelems, Number.MAX_SAFE_INTEGER);
      isArray = true;
      id = typeId;
    } else {
      const layout = layouts.of(id);
      if (!layout || layout.memberCount === 0) return null;
      return { layout, typedefs, elements: isArray ? { count, stride: layout.size } : null };
    }
  }
  return null;
}

const GAP = {
  path: '',
  name: '',
  type: [],
  typeId: 0,
  size: 0,
  bits: null,
  alignment: 0,
  typedefs: [],
  elements: null,
  expandable: false,
  expanded: false,
} as const satisfies Partial<LayoutRow>;

/** Hands out the paths of one struct's members, each once. */
class Scope {
  private readonly path: string;
  private readonly taken = new Set<string>();

  constructor(path: string) {
    this.path = path;
  }

  pathOf(name: string): string {
    let label = name && !this.taken.has(name) ? name : `#${this.taken.size}`;
    while (this.taken.has(label)) label += '#';
    this.taken.add(label);
    return joinPath(this.path, label);
  }
}

class TableWriter {
  readonly rows: LayoutRow[] = [];
  truncated = false;
  private readonly cache: PaholeCache;
  private readonly expanded: Pick<ReadonlySet<string>, 'has'>;
  private readonly maxRows: number;
  /** Of the last member; the boundaries before are announced. */
  private cacheline = 0;

  constructor(cache: PaholeCache, { expanded, maxRows }: TableOptions) {
    this.cache = cache;
    this.expanded = expanded ?? new Set();
    this.maxRows = maxRows ?? MAX_ROWS;
  }

  /** `scope`: whose members these are in C's eyes; an anonymous member shares its parent's. */
  composite(layout: Layout, base: number, depth: number, scope: Scope): void {
    const { members } = layout;
    if (layout.preBitHole > 0) this.bitGap('bit-hole', depth, base, 0, layout.preBitHole);
    if (layout.preHole > 0) this.gap('hole', depth, base, layout.preHole);
    // Each member of a union starts again where the union does.
    const { cacheline } = this;
    for (let i = 0; i < members.length && !this.truncated; i++) {
      const member = members[i];
      this.member(member, base, depth, scope);
      if (layout.isUnion) this.cacheline = cacheline;
      else this.behind(member, base, depth, i + 1 < members.length ? members[i + 1].offset : layout.size);
    }
    const last = members.at(-1);
    if (!last || layout.isUnion) return;
    const { bitPadding, padding, size } = layout;
    const { offset, bitfieldOffset, bitfieldSize } = last;
    if (bitPadding > 0)
      this.bitGap('bit-padding', depth, base + offset, bitfieldOffset + bitfieldSize, bitPadding);
    if (padding > 0) this.gap('padding', depth, base + size - padding, padding);
  }

  private member(member: LayoutMember, base: number, depth: number, scope: Scope): void {
    const { layouts } = this.cache;
    const path = scope.pathOf(member.name);
    const { name, typeId, size, bitfieldOffset, bitfieldSize, alignment } = member;
    const offset = base + member.offset;
    this.boundary(offset, depth);
    const inner = compositeBehind(layouts, typeId);
    const hasNoName =
      inner !== null && !isNamed(layouts.view, inner.layout.id) && inner.typedefs.length === 0;
    const expanded = inner !== null && depth < MAX_DEPTH && (hasNoName || this.expanded.has(path));
    const elements = inner?.elements ?? null;
    const note = elements && expanded ? `element 0 of ${elements.count}, ${elements.stride} bytes each` : '';
    this.push({
      row: 'member',
      depth,
      path,
      name,
      type: typeLine(this.cache, typeId),
      typeId,
      offset,
      size,
      bits: bitfieldSize ? { offset: bitfieldOffset, size: bitfieldSize } : null,
      alignment,
      typedefs: inner?.typedefs ?? [],
      elements,
      expandable: inner !== null && !hasNoName && depth < MAX_DEPTH,
      expanded,
      note,
    });
    if (!inner || !expanded) return;
    this.composite(inner.layout, offset, depth + 1, member.name ? new Scope(path) : scope);
    const end = offset + inner.layout.size;
    this.push({ ...GAP, row: 'end', depth, offset: end, note: `end of ${name || describe(inner.layout)}` });
  }

  /** What is free between a member and the next one, or the end. */
  private behind(member: LayoutMember, base: number, depth: number, next: number): void {
    const { bitHole, hole, offset, bitfieldOffset, bitfieldSize } = member;
    if (bitHole > 0) this.bitGap('bit-hole', depth, base + offset, bitfieldOffset + bitfieldSize, bitHole);
    if (hole > 0) this.gap('hole', depth, base + next - hole, hole);
  }

  private gap(row: 'hole' | 'padding', depth: number, offset: number, size: number): void {
    const note = row === 'hole' ? `${counted(size, 'byte')} hole` : `${counted(size, 'byte')} of padding`;
    this.push({ ...GAP, row, depth, offset, size, note });
  }

  private bitGap(
    row: 'bit-hole' | 'bit-padding',
    depth: number,
    offset: number,
    first: number,
    size: number,
  ) {
    const note = row === 'bit-hole' ? `${counted(size, 'bit')} hole` : `${counted(size, 'bit')} of padding`;
    this.push({ ...GAP, row, depth, offset, bits: { offset: first, size }, note });
  }

  private boundary(offset: number, depth: number): void {
    const { cachelineSize } = this.cache.layouts;
    const cacheline = Math.floor(offset / cachelineSize);
    if (cacheline <= this.cacheline) return;
    this.cacheline = cacheline;
    const ago = offset % cachelineSize;
    const start = offset - ago;
    const was = ago === 0 ? '' : ` was ${counted(ago, 'byte')} ago`;
    this.push({
      ...GAP,
      row: 'cacheline',
      depth,
      offset: start,
      note: `cacheline ${cacheline} boundary (${start} bytes)${was}`,
    });
  }

  private push(row: LayoutRow): void {
    if (this.rows.length < this.maxRows) this.rows.push(row);
    else this.truncated = true;
  }
}

const describe = (layout: Layout): string => (layout.isUnion ? 'union' : 'struct');
