/**
 * A place in a struct or union, as people write it into the search.
 * In: text. Out: the type's name, and a path of members or an offset; null where the text asks for no place.
 *
 *   task_struct.mm.pgd    struct task_struct->comm[3]    a path, as C writes it
 *   task_struct+0x2f0     struct task_struct+752         bytes from the start, as an oops writes it
 *
 * Terms that narrow the search to sources (`mod:ext4`) may stand beside it; of others, such as `kind:union`, a place knows
 * nothing.
 */

export interface PlaceQuery {
  /** Null where any will do. */
  readonly kind: PlaceKind | null;
  readonly name: string;
  readonly place: { readonly path: string } | { readonly offset: number };
}

export type PlaceKind = 'struct' | 'union' | 'typedef';

const KINDS: readonly PlaceKind[] = ['struct', 'union', 'typedef'];

/** Characters that are read. */
const MAX_LENGTH = 1000;
/** Bytes; no type is larger. */
const MAX_OFFSET = 0xffff_ffff;

const NARROWING = /^-?(?:mod|module|source):/;
const AT_PATH = /^([^\s.+*?"/:[\]-]+)((?:\.|->)[^\s*?"/]+)$/;
const AT_OFFSET = /^([^\s.+*?"/:[\]-]+)\+(0x[0-9a-f]+|\d+)$/i;
/** A path whose next step is being typed, and what C puts behind one. */
const UNFINISHED = /(?:\.|->?|\[\d*|[;,])+$/;

export function parsePlace(text: string): PlaceQuery | null {
  if (text.length > MAX_LENGTH) return null;
  const words = text.split(/\s+/).filter((word) => word !== '' && !NARROWING.test(word));
  const kind = KINDS.find((one) => one === words[0]) ?? null;
  if (words.length !== (kind ? 2 : 1)) return null;
  const [word] = words.slice(-1);
  const atOffset = AT_OFFSET.exec(word);
  if (atOffset) {
    const offset = Number(atOffset[2]);
    return offset <= MAX_OFFSET ? { kind, name: atOffset[1], place: { offset } } : null;
  }
  const atPath = AT_PATH.exec(word.replace(UNFINISHED, ''));
  return atPath && { kind, name: atPath[1], place: { path: atPath[2] } };
}
