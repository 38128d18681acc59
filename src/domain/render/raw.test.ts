import { expect, it } from 'vitest';
import { Btf } from '../../format/btf/btf.ts';
import { BtfBuilder } from '../../format/testing/builder.ts';
import { openBtf } from '../view/validate.ts';
import { LinePrinter, printToString } from './printer.ts';
import { printRaw, printRawAll } from './raw.ts';

/** What `bpftool btf dump file X format raw` (7.1) prints for the blob below. */
const GOLDEN = `[1] INT 'int' size=4 bits_offset=0 nr_bits=32 encoding=SIGNED
[2] STRUCT 's' size=8 vlen=2
\t'a' type_id=1 bits_offset=0 bitfield_size=3
\t'(anon)' type_id=1 bits_offset=32
[3] ENUM64 'e' encoding=SIGNED size=8 vlen=1
\t'E' val=-1LL
[4] VAR 'v' type_id=2, linkage=global
[5] DATASEC '.data' size=8 vlen=1
\ttype_id=4 offset=0 size=8 (VAR 'v')
[6] DECL_TAG 'bpf_kfunc' type_id=2 component_idx=-1
`;

function view(): ReturnType<typeof openBtf> {
  const b = new BtfBuilder();
  const int = b.addInt('int', 4, 1);
  const s = b.addStruct('s', 8, true);
  b.addField('a', int, 0, 3).addField('', int, 32);
  b.addEnum64('e', 8, true);
  b.addEnum64Value('E', -1n);
  const variable = b.addVar('v', s);
  b.addDatasec('.data', 8);
  b.addDatasecVar(variable, 0, 8);
  b.addDeclTag('bpf_kfunc', s);
  return openBtf(Btf.parse(b.build()));
}

it('prints what bpftool prints', () => {
  expect(printToString((printer) => printRawAll(view(), printer))).toBe(GOLDEN);
});

it('prints nothing for an id that is not there', () => {
  expect(printToString((printer) => printRaw(view(), 99, printer))).toBe('');
});

it('names the types that a record refers to', () => {
  const printer = new LinePrinter();
  printRaw(view(), 2, printer);
  const lines = printer.finish();
  expect(lines).toHaveLength(3);
  expect(lines[1].filter((token) => token.ref !== undefined)).toEqual([{ kind: 'type', text: '1', ref: 1 }]);
});
