/**
 * Where in a record other types and names are mentioned (libbpf `btf_field_iter_init`).
 * In: the words of a blob. Out: indexes of words that hold a type id or a string offset. Checks nothing.
 */

import { infoKind, infoVlen, Kind, VLEN_WORDS } from './kinds.ts';

const NONE = 0xff;

const column = (rows: readonly (readonly [kind: number, word: number])[]): Uint8Array => {
  const words = new Uint8Array(128).fill(NONE);
  for (const [kind, word] of rows) words[kind] = word;
  return words;
};

/** Kinds whose third word is a type id; of a FUNC_PROTO it is the return type. */
const THIRD_IS_TYPE = column(
  [
    Kind.Ptr,
    Kind.Typedef,
    Kind.Volatile,
    Kind.Const,
    Kind.Restrict,
    Kind.Var,
    Kind.DeclTag,
    Kind.TypeTag,
    Kind.Func,
    Kind.FuncProto,
  ].map((kind) => [kind, 2]),
);

/** Word of each element that is a name. */
const ELEMENT_NAME = column([
  [Kind.Struct, 0],
  [Kind.Union, 0],
  [Kind.Enum, 0],
  [Kind.Enum64, 0],
  [Kind.FuncProto, 0],
]);

/** Word of each element that is a type id. */
const ELEMENT_TYPE = column([
  [Kind.Struct, 1],
  [Kind.Union, 1],
  [Kind.FuncProto, 1],
  [Kind.Datasec, 0],
]);

/** Calls `visit` with the index of each word of the record at `at` that holds a type id. */
export function forEachTypeWord(words: Uint32Array, at: number, visit: (word: number) => void): void {
  const info = words[at + 1];
  const kind = infoKind(info);
  if (THIRD_IS_TYPE[kind] !== NONE) visit(at + 2);
  if (kind === Kind.Array) {
    visit(at + 3);
    visit(at + 4);
  }
  forEachElement(ELEMENT_TYPE[kind], info, at, visit);
}

/** Calls `visit` with the index of each word of the record at `at` that holds a string offset, its own name first. */
export function forEachNameWord(words: Uint32Array, at: number, visit: (word: number) => void): void {
  const info = words[at + 1];
  visit(at);
  forEachElement(ELEMENT_NAME[infoKind(info)], info, at, visit);
}

function forEachElement(
  wordInElement: number,
  info: number,
  at: number,
  visit: (word: number) => void,
): void {
  if (wordInElement === NONE) return;
  const step = VLEN_WORDS[infoKind(info)];
  const end = at + 3 + infoVlen(info) * step;
  for (let word = at + 3 + wordInElement; word < end; word += step) visit(word);
}
