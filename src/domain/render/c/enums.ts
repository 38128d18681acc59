/**
 * Enums in C.
 * In: a record. Out: its definition without the semicolon, as libbpf writes it (`btf_dump_emit_enum_def`).
 */

import type { TypeId } from '../../../format/btf/decode.ts';
import { Kind } from '../../../format/btf/kinds.ts';
import type { CNames } from './names.ts';
import type { COut } from './out.ts';
import { HEAD_WORDS, type Records } from './records.ts';
import { CLOSING, COMMA, ENUM, EQUALS, OPENING, SPACE } from './words.ts';

/** `enum` and its name, if it has one. */
export function printEnumHead(out: COut, records: Records, names: CNames, id: TypeId): void {
  const name = names.tag(id);
  out.fixed('keyword', ENUM);
  if (records.nameOff(id) !== 0) out.fixed('punctuation', SPACE);
  if (name !== '') out.name(records.view, 'type', name, id);
}

/** An enum without enumerators is only declared. */
export function printEnum(out: COut, records: Records, names: CNames, id: TypeId, level: number): void {
  printEnumHead(out, records, names, id);
  if (records.vlen(id) === 0) return;
  out.fixed('punctuation', OPENING);
  printValues(out, records, names, id, level + 1);
  out.lineAt(level);
  out.fixed('punctuation', CLOSING);
  const mode = sizeMode(records, id);
  if (mode) out.put('keyword', ` __attribute__((mode(${mode})))`);
}

function printValues(out: COut, records: Records, names: CNames, id: TypeId, level: number): void {
  const words = records.words(id);
  const isSigned = records.kindFlag(id);
  const wide = records.kind(id) === Kind.Enum64;
  const step = wide ? 3 : 2;
  const start = records.at(id) + HEAD_WORDS;
  const end = start + records.vlen(id) * step;
  for (let at = start; at < end; at += step) {
    out.lineAt(level);
    out.name(records.view, 'name', names.enumerator(id, words[at]));
    out.fixed('punctuation', EQUALS);
    const low = words[at + 1];
    if (wide) out.put('number', wideValue(low, words[at + 2], isSigned));
    else out.number('number', isSigned ? low | 0 : low);
    out.fixed('punctuation', COMMA);
  }
}

function wideValue(low: number, high: number, isSigned: boolean): string {
  const value = (BigInt(high) << 32n) | BigInt(low);
  return isSigned ? `${BigInt.asIntN(64, value)}LL` : `${value}ULL`;
}

/** C makes an enum as wide as its values need; where BTF has another size, an attribute says so. */
function sizeMode(records: Records, id: TypeId): 'byte' | 'word' | null {
  const size = records.third(id);
  if (size === 1) return 'byte';
  if (size !== 8 || records.view.pointerSize !== 8) return null;
  return records.kind(id) === Kind.Enum64 && hasHighBits(records, id) ? null : 'word';
}

function hasHighBits(records: Records, id: TypeId): boolean {
  const words = records.words(id);
  const start = records.at(id) + HEAD_WORDS;
  const end = start + records.vlen(id) * 3;
  for (let at = start; at < end; at += 3) if (words[at + 2] !== 0) return true;
  return false;
}
