/**
 * bpftool's raw text: one record, then a line per element.
 * In: a view and ids. Out: what `bpftool btf dump file X format raw` prints (7.x), to the character.
 */

import { decodeType, type BtfType, type NameAt, type StrOff, type TypeId } from '../../format/btf/decode.ts';
import { Kind, kindName } from '../../format/btf/kinds.ts';
import { assertNever } from '../../format/errors.ts';
import { namesFit, type BtfView } from '../view/view.ts';
import { recordOf } from '../view/walk.ts';
import { putStored, type Printer } from './printer.ts';

const INT_ENCODINGS: Readonly<Record<number, string>> = { 0: '(none)', 1: 'SIGNED', 2: 'CHAR', 4: 'BOOL' };
const LINKAGES = ['static', 'global', 'extern'];

/** All own types of a view, in the order of their ids. */
export function printRawAll(view: BtfView, printer: Printer): void {
  for (let id = view.startId; id < view.typeCount; id++) printRaw(view, id, printer);
}

/** One record and its elements; nothing for an id that is not there. */
export function printRaw(view: BtfView, id: TypeId, printer: Printer): void {
  const type = typeWithoutNames(view, id) ?? view.typeById(id);
  if (!type) return;
  const kind = type.kind === Kind.Unknown ? type.rawKind : type.kind;
  printer.put('punctuation', '[');
  printer.number('punctuation', id);
  printer.put('punctuation', '] ');
  printer.put('keyword', kindName(kind));
  printer.put('punctuation', ' ');
  name(view, printer, type);
  rest(view, type, printer);
  printer.newline();
}

const NO_NAME: NameAt = () => '';

/** To be printed with names from where they lie; null where some must be cut, and for void and what is not there. */
function typeWithoutNames(view: BtfView, id: TypeId): BtfType | null {
  if (id === 0 || view.kindOf(id) < 0) return null;
  const { words, at } = recordOf(view, id);
  return namesFit(view, words, at) ? decodeType(words, at, id, NO_NAME) : null;
}

function rest(view: BtfView, type: BtfType, printer: Printer): void {
  switch (type.kind) {
    case Kind.Int: {
      const encoding = INT_ENCODINGS[type.encoding] ?? 'UNKN';
      printer.put(
        'number',
        ` size=${type.size} bits_offset=${type.bitOffset} nr_bits=${type.bits} encoding=${encoding}`,
      );
      return;
    }
    case Kind.Ptr:
    case Kind.Const:
    case Kind.Volatile:
    case Kind.Restrict:
    case Kind.Typedef:
    case Kind.TypeTag:
      reference(printer, ' type_id=', type.typeId);
      return;
    case Kind.Array:
      reference(printer, ' type_id=', type.typeId);
      reference(printer, ' index_type_id=', type.indexTypeId);
      figure(printer, ' nr_elems=', type.nelems);
      return;
    case Kind.Struct:
    case Kind.Union:
      figure(printer, ' size=', type.size);
      figure(printer, ' vlen=', type.members.length);
      for (const member of type.members) {
        element(view, printer, member);
        reference(printer, ' type_id=', member.typeId);
        figure(printer, ' bits_offset=', member.bitOffset);
        if (member.bitfieldSize) figure(printer, ' bitfield_size=', member.bitfieldSize);
      }
      return;
    case Kind.Enum:
    case Kind.Enum64: {
      const suffix = type.kind === Kind.Enum ? '' : type.signed ? 'LL' : 'ULL';
      printer.put(
        'number',
        ` encoding=${type.signed ? 'SIGNED' : 'UNSIGNED'} size=${type.size} vlen=${type.values.length}`,
      );
      for (const value of type.values) {
        element(view, printer, value);
        if (typeof value.value === 'number') figure(printer, ' val=', value.value);
        else printer.put('number', ` val=${value.value}`);
        printer.put('number', suffix);
      }
      return;
    }
    case Kind.Fwd:
      printer.put('keyword', ` fwd_kind=${type.isUnion ? 'union' : 'struct'}`);
      return;
    case Kind.Func:
      reference(printer, ' type_id=', type.typeId);
      printer.put('keyword', ` linkage=${LINKAGES[type.linkage] ?? '(unknown)'}`);
      return;
    case Kind.FuncProto:
      reference(printer, ' ret_type_id=', type.returnTypeId);
      figure(printer, ' vlen=', type.params.length);
      for (const param of type.params) {
        element(view, printer, param);
        reference(printer, ' type_id=', param.typeId);
      }
      return;
    case Kind.Var:
      reference(printer, ' type_id=', type.typeId);
      printer.put('keyword', `, linkage=${LINKAGES[type.linkage] ?? '(unknown)'}`);
      return;
    case Kind.Datasec:
      figure(printer, ' size=', type.size);
      figure(printer, ' vlen=', type.vars.length);
      for (const variable of type.vars) {
        printer.newline();
        reference(printer, '\ttype_id=', variable.typeId);
        figure(printer, ' offset=', variable.offset);
        figure(printer, ' size=', variable.size);
        secinfoTarget(view, variable.typeId, printer);
      }
      return;
    case Kind.Float:
      figure(printer, ' size=', type.size);
      return;
    case Kind.DeclTag:
      reference(printer, ' type_id=', type.typeId);
      printer.put('number', ` component_idx=${type.componentIdx}`);
      return;
    case Kind.Unknown:
      return;
    default:
      assertNever(type);
  }
}

/** bpftool adds what a section's entry is to its numbers. */
function secinfoTarget(view: BtfView, id: TypeId, printer: Printer): void {
  const target = view.typeById(id);
  if (!target) return;
  printer.put('comment', ` (${kindName(view.kindOf(id))} '`);
  printer.put('name', target.nameOff ? target.name : '(anon)');
  printer.put('comment', `')`);
}

function element(view: BtfView, printer: Printer, named: { nameOff: StrOff; name: string }): void {
  printer.newline();
  printer.put('punctuation', '\t');
  name(view, printer, named);
}

/** In quotes: the text, if the type came with one, else what lies at the offset. */
function name(
  view: BtfView,
  printer: Printer,
  { nameOff, name: text }: { nameOff: StrOff; name: string },
): void {
  printer.put('name', "'");
  if (nameOff === 0) printer.put('name', '(anon)');
  else if (text !== '') printer.put('name', text);
  else putStored(view, printer, 'name', nameOff);
  printer.put('name', "'");
}

function figure(printer: Printer, label: string, value: number): void {
  printer.put('number', label);
  printer.number('number', value);
}

function reference(printer: Printer, label: string, id: TypeId): void {
  printer.put('punctuation', label);
  printer.number('type', id, id);
}
