import { describe, expect, it } from 'vitest';
import { Btf } from '../../format/btf/btf.ts';
import { BtfBuilder } from '../../format/testing/builder.ts';
import { openBtf } from '../view/validate.ts';
import { nameIndexOf } from './name-index.ts';

const base = new BtfBuilder();
const ids = {
  int: base.addInt('int', 4),
  conn: base.addStruct('nf_conn', 4),
  init: base.addStruct('nf_conn___init', 4),
  func: base.addFunc('nf_conn', base.addFuncProto(0)),
  long: base.addStruct('x'.repeat(600), 4),
  utf8: base.addStruct('größe', 4),
};
const module = base.split();
const own = {
  // Its name is stored in the base.
  conn: module.addStruct('nf_conn', 8),
  other: module.addStruct('only_here', 8),
};
const view = openBtf(Btf.parse(base.build()));
const split = openBtf(Btf.parse(module.build(), view.own), view);

describe('nameIndexOf', () => {
  it('finds all types of a name, in the order of their ids', () => {
    expect(nameIndexOf(view).find('nf_conn')).toEqual([ids.conn, ids.func]);
    expect(nameIndexOf(view).find('größe')).toEqual([ids.utf8]);
    expect(nameIndexOf(view).find('nf_con')).toEqual([]);
    expect(nameIndexOf(view).find('')).toEqual([]);
  });

  it('finds flavors by the essential name', () => {
    expect(nameIndexOf(view).findEssential('nf_conn')).toEqual([ids.conn, ids.init, ids.func]);
    expect(nameIndexOf(view).find('nf_conn___init')).toEqual([ids.init]);
    expect(nameIndexOf(view).findEssential('nf_conn___init')).toEqual([]);
  });

  it('finds own types of a module alone, wherever their names are stored', () => {
    expect(nameIndexOf(split).find('nf_conn')).toEqual([own.conn]);
    expect(nameIndexOf(split).find('only_here')).toEqual([own.other]);
    expect(nameIndexOf(split).find('int')).toEqual([]);
  });

  it('leaves out names that no kernel takes', () => {
    expect(nameIndexOf(view).find('x'.repeat(600))).toEqual([]);
    expect(nameIndexOf(view).find('x'.repeat(511))).toEqual([]);
  });

  it('is built once for a view', () => {
    expect(nameIndexOf(view)).toBe(nameIndexOf(view));
  });
});
