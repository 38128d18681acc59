/** Whether a base is the right one: figures and verdicts on a module over its own base and over others. */

import { describe, expect, it } from 'vitest';
import { Btf } from '../../format/btf/btf.ts';
import { Kind } from '../../format/btf/kinds.ts';
import { BtfBuilder } from '../../format/testing/builder.ts';
import { openBtf } from '../view/validate.ts';
import type { BtfView } from '../view/view.ts';
import { measureFit } from './fit.ts';

/** `int`, `struct list_head`, `struct module`, and before them whatever `first` adds. */
function kernel(first: (b: BtfBuilder) => void = () => undefined): {
  base: BtfBuilder;
  int: number;
  list: number;
} {
  const base = new BtfBuilder();
  first(base);
  const int = base.addInt('int', 4, 1);
  const list = base.addStruct('list_head', 16);
  base.addField('next', list + 1, 0).addField('prev', list + 1, 64);
  base.addPtr(list);
  base.addFunc('schedule', base.addFuncProto(0));
  return { base, int, list };
}

const open = (builder: BtfBuilder): BtfView => openBtf(Btf.parse(builder.build()));

/** A module that takes `int`, `list_head` and the name `next` from its base. */
function module({ base, int, list }: ReturnType<typeof kernel>): Btf {
  const split = base.split();
  split.addStruct('item', 24);
  split.addField('next', list, 0).addField('count', int, 128);
  split.addFunc('item_new', split.addFuncProto(int));
  return Btf.parse(split.build());
}

describe('a module over its own base', () => {
  it('fits, with nothing against it', () => {
    const own = kernel();
    expect(measureFit(module(own), open(own.base))).toEqual({
      fits: true,
      names: 4,
      namesFromBase: 1,
      midString: 0,
      ownMidString: 0,
      namesOutOfRange: 0,
      typesFromBase: 3,
      typesOutOfRange: 0,
      implausible: 0,
      error: null,
    });
  });
});

describe('a module over another base', () => {
  it('has names in the middle of strings where the other one has more of them', () => {
    const other = kernel((b) => b.addStr('xy'));
    const fit = measureFit(module(kernel()), open(other.base));
    expect(fit).toMatchObject({ fits: false, names: 4, namesOutOfRange: 0, typesOutOfRange: 0 });
    expect(fit.midString + fit.ownMidString).toBe(4);
  });

  it('has names and ids beyond the end where the other one is smaller', () => {
    const own = kernel((b) => {
      b.addStr('a longer name than all of the names of the module together, and then some more of it');
      for (let i = 0; i < 10; i++) b.addInt('long', 8, 1);
    });
    const fit = measureFit(module(own), open(kernel().base));
    expect(fit).toMatchObject({ fits: false, namesOutOfRange: 4, typesOutOfRange: 3 });
    // Two members and the function's prototype; that one's return type is no rule of libbpf
    expect(fit.error?.code).toBe('bad-name-offset');
  });

  it('refers to kinds that nothing refers to, where names agree by chance', () => {
    const own = kernel((b) => b.addInt('char', 1, 2));
    // The same strings, one FUNC more in front: every id means its neighbour
    const other = kernel((b) => {
      b.addFunc('char', b.addFuncProto(0));
      b.addFunc('char', 1);
      b.addFunc('char', 1);
    });
    const fit = measureFit(module(own), open(other.base));
    expect(fit).toMatchObject({ fits: false, midString: 0, ownMidString: 0, namesOutOfRange: 0 });
    expect(fit.implausible).toBeGreaterThan(0);
  });

  it('breaks a rule where its functions have no prototype there', () => {
    const base = kernel();
    const split = base.base.split();
    split.addRecord('shifted', Kind.Func, base.int, [], 1);
    const fit = measureFit(Btf.parse(split.build()), open(base.base));
    expect(fit.fits).toBe(false);
    expect(fit.error?.code).toBe('func-not-proto');
  });
});

describe('a hostile module', () => {
  it('is measured, not followed', () => {
    const base = kernel();
    const split = base.base.split();
    for (const id of [0xffffffff, 0x80000000, 0x00ffffff]) {
      split.addRecord('x', Kind.Ptr, id);
      split.addRecord('y', Kind.Array, 0, [id, id, id]);
    }
    const fit = measureFit(Btf.parse(split.build()), open(base.base));
    expect(fit).toMatchObject({ fits: false, typesOutOfRange: 9 });
    expect(fit.error?.code).toBe('bad-type-id');
  });
});
