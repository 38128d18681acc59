/**
 * bpftool's raw text: one record, then a line per element.
 * In: a view and ids. Out: what `bpftool btf dump file X format raw` prints (7.x), to the character. Reads records where
 * they lie: an object for each would cost more than its text.
 */

import type { StrOff, TypeId } from '../../format/btf/decode.ts';
import { infoKindFlag, infoVlen, Kind, kindName } from '../../format/btf/kinds.ts';
import { stringStart } from '../view/bounded-string.ts';
import { CUT_NAME, namesFit, type BtfView } from '../view/view.ts';
import { recordOf } from '../view/walk.ts';
import { Fixed, putStored, type Printer } from './printer.ts';

const INT_ENCODINGS: Readonly<Record<number, string>> = { 0: '(none)', 1: 'SIGNED', 2: 'CHAR', 4: 'BOOL' };
const LINKAGES = ['static', 'global', 'extern'].map((word) => new Fixed(word));
const UNKNOWN_LINKAGE = new Fixed('(unknown)');
const KINDS = Array.from({ length: 128 }, (_, kind) => new Fixed(kindName(kind)));

const OPEN = new Fixed('[');
const CLOSE = new Fixed('] ');
const ANONYMOUS = new Fixed('(anon)');
/** Names are in quotes, the closing one of which starts what follows. */
const BEFORE_NAME = new Fixed(" '");
const BEFORE_ELEMENT = new Fixed("\t'");
const AFTER_NAME = new Fixed("'");
const TYPE_ID = new Fixed("' type_id=");
const RETURN_TYPE_ID = new Fixed("' ret_type_id=");
const INDEX_TYPE_ID = new Fixed(' index_type_id=');
const ELEMENT_COUNT = new Fixed(' nr_elems=');
const SIZE = new Fixed("' size=");
const VLEN = new Fixed(' vlen=');
const BITS_OFFSET = new Fixed(' bits_offset=');
const BITFIELD_SIZE = new Fixed(' bitfield_size=');
const VALUE = new Fixed("' val=");
const FUNC_LINKAGE = new Fixed(' linkage=');
const VAR_LINKAGE = new Fixed(', linkage=');
const SECTION_TYPE_ID = new Fixed('\ttype_id=');
const SECTION_OFFSET = new Fixed(' offset=');
const SECTION_SIZE = new Fixed(' size=');

/** All own types of a view, in the order of their ids. */
export function printRawAll(view: BtfView, printer: Printer): void {
  const raw = new RawText(view, printer);
  for (let id = view.startId; id < view.typeCount; id++) raw.print(id);
}

/** One record and its elements; nothing for an id that is not there. */
export function printRaw(view: BtfView, id: TypeId, printer: Printer): void {
  new RawText(view, printer).print(id);
}

/** What a void's record would be. */
const VOID = new Uint32Array(3);

export class RawText {
  private readonly view: BtfView;
  private readonly printer: Printer;
  /** Whether the names of the present record are too long together to be printed in full. */
  private cutsNames = false;

  constructor(view: BtfView, printer: Printer) {
    this.view = view;
    this.printer = printer;
  }

  /** One record and its elements; nothing for an id that is not there. */
  print(id: TypeId): void {
    const { printer, view } = this;
    const kind = view.kindOf(id);
    if (kind < 0) return;
    const { words, at } = id === 0 ? { words: VOID, at: 0 } : recordOf(view, id);
    this.cutsNames = !namesFit(view, words, at);
    printer.putFixed('punctuation', OPEN);
    printer.number('punctuation', id);
    printer.putFixed('punctuation', CLOSE);
    printer.putFixed('keyword', KINDS[kind]);
    printer.putFixed('punctuation', BEFORE_NAME);
    this.name(words[at]);
    this.rest(kind, words, at);
    printer.newline();
  }

  /** From the quote behind the name. */
  private rest(kind: number, words: Uint32Array, at: number): void {
    const third = words[at + 2];
    switch (kind) {
      case Kind.Int:
        return this.int(words, at);
      case Kind.Ptr:
      case Kind.Const:
      case Kind.Volatile:
      case Kind.Restrict:
      case Kind.Typedef:
      case Kind.TypeTag:
        return this.reference(TYPE_ID, third);
      case Kind.Array:
        this.reference(TYPE_ID, words[at + 3]);
        this.reference(INDEX_TYPE_ID, words[at + 4]);
        return this.figure(ELEMENT_COUNT, words[at + 5]);
      case Kind.Struct:
      case Kind.Union:
        return this.composite(words, at);
      case Kind.Enum:
      case Kind.Enum64:
        return this.enumeration(kind, words, at);
      case Kind.Fwd:
        this.printer.put('keyword', `' fwd_kind=${infoKindFlag(words[at + 1]) ? 'union' : 'struct'}`);
        return;
      case Kind.Func:
        this.reference(TYPE_ID, third);
        return this.linkage(FUNC_LINKAGE, infoVlen(words[at + 1]));
      case Kind.FuncProto:
        return this.prototype(words, at);
      case Kind.Var:
        this.reference(TYPE_ID, third);
        return this.linkage(VAR_LINKAGE, words[at + 3]);
      case Kind.Datasec:
        return this.section(words, at);
      case Kind.Float:
        return this.figure(SIZE, third);
      case Kind.DeclTag:
        this.reference(TYPE_ID, third);
        this.printer.put('number', ` component_idx=${words[at + 3] | 0}`);
        return;
      default:
        this.printer.putFixed('punctuation', AFTER_NAME);
    }
  }

  private int(words: Uint32Array, at: number): void {
    const word = words[at + 3];
    const encoding = INT_ENCODINGS[(word >>> 24) & 0xf] ?? 'UNKN';
    const bits = `bits_offset=${(word >>> 16) & 0xff} nr_bits=${word & 0xff}`;
    this.printer.put('number', `' size=${words[at + 2]} ${bits} encoding=${encoding}`);
  }

  private composite(words: Uint32Array, at: number): void {
    const info = words[at + 1];
    const hasBitfields = infoKindFlag(info);
    const vlen = infoVlen(info);
    this.figure(SIZE, words[at + 2]);
    this.figure(VLEN, vlen);
    const end = at + 3 + vlen * 3;
    for (let member = at + 3; member < end; member += 3) {
      const offset = words[member + 2];
      this.element(words[member]);
      this.reference(TYPE_ID, words[member + 1]);
      this.figure(BITS_OFFSET, hasBitfields ? offset & 0xffffff : offset);
      if (hasBitfields && offset >>> 24 !== 0) this.figure(BITFIELD_SIZE, offset >>> 24);
    }
  }

  private enumeration(kind: number, words: Uint32Array, at: number): void {
    const { printer } = this;
    const isSigned = infoKindFlag(words[at + 1]);
    const vlen = infoVlen(words[at + 1]);
    printer.put(
      'number',
      `' encoding=${isSigned ? 'SIGNED' : 'UNSIGNED'} size=${words[at + 2]} vlen=${vlen}`,
    );
    const step = kind === Kind.Enum ? 2 : 3;
    const end = at + 3 + vlen * step;
    for (let value = at + 3; value < end; value += step) {
      const low = words[value + 1];
      this.element(words[value]);
      printer.putFixed('number', VALUE);
      if (kind === Kind.Enum) printer.number('number', isSigned ? low | 0 : low);
      else printer.put('number', wideValue(low, words[value + 2], isSigned));
    }
  }

  private prototype(words: Uint32Array, at: number): void {
    const vlen = infoVlen(words[at + 1]);
    this.reference(RETURN_TYPE_ID, words[at + 2]);
    this.figure(VLEN, vlen);
    const end = at + 3 + vlen * 2;
    for (let param = at + 3; param < end; param += 2) {
      this.element(words[param]);
      this.reference(TYPE_ID, words[param + 1]);
    }
  }

  private section(words: Uint32Array, at: number): void {
    const vlen = infoVlen(words[at + 1]);
    this.figure(SIZE, words[at + 2]);
    this.figure(VLEN, vlen);
    const end = at + 3 + vlen * 3;
    for (let variable = at + 3; variable < end; variable += 3) {
      this.printer.newline();
      this.reference(SECTION_TYPE_ID, words[variable]);
      this.figure(SECTION_OFFSET, words[variable + 1]);
      this.figure(SECTION_SIZE, words[variable + 2]);
      this.sectionTarget(words[variable]);
    }
  }

  /** bpftool adds what a section's entry is to its numbers. */
  private sectionTarget(id: TypeId): void {
    const { printer, view } = this;
    const kind = view.kindOf(id);
    if (kind < 0) return;
    printer.put('comment', ` (${kindName(kind)} '`);
    this.name(view.nameOffOf(id));
    printer.put('comment', `')`);
  }

  private linkage(label: Fixed, linkage: number): void {
    this.printer.putFixed('keyword', label);
    this.printer.putFixed('keyword', LINKAGES[linkage] ?? UNKNOWN_LINKAGE);
  }

  private element(nameOff: StrOff): void {
    this.printer.newline();
    this.printer.putFixed('punctuation', BEFORE_ELEMENT);
    this.name(nameOff);
  }

  private name(off: StrOff): void {
    const { printer, view } = this;
    if (off === 0) printer.putFixed('name', ANONYMOUS);
    else if (this.cutsNames) printer.put('name', stringStart(view, off, CUT_NAME));
    else putStored(view, printer, 'name', off);
  }

  private figure(label: Fixed, value: number): void {
    this.printer.putFixed('number', label);
    this.printer.number('number', value);
  }

  private reference(label: Fixed, id: TypeId): void {
    this.printer.putFixed('punctuation', label);
    this.printer.number('type', id, id);
  }
}

function wideValue(low: number, high: number, isSigned: boolean): string {
  const value = (BigInt(high) << 32n) | BigInt(low);
  return isSigned ? `${BigInt.asIntN(64, value)}LL` : `${value}ULL`;
}
