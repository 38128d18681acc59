import { expect, it } from 'vitest';
import { openBtf } from '../../src/domain/view/validate.ts';
import { Btf } from '../../src/format/btf/btf.ts';
import { BtfBuilder } from '../../src/format/testing/builder.ts';
import { renamed } from './synthetic.ts';

it('gives a module other names of its own and leaves everything else', () => {
  const base = new BtfBuilder();
  base.addInt('int', 4, 1);
  const module = base.split();
  const names = ['alpha', 'Beta', 'zeta', '_x'];
  for (const name of names) module.addTypedef(name, 1);
  module.addTypedef('int', 1);
  const under = openBtf(Btf.parse(base.build()));
  const original = openBtf(Btf.parse(module.build()), under);
  const copies = [1, 2, 3].map((copy) => openBtf(Btf.parse(renamed(module.build(), copy)), under));

  const namesOf = (view: typeof under): string[] =>
    Array.from({ length: view.own.nrTypes }, (_, i) => view.nameOf(view.startId + i));
  expect(namesOf(original)).toEqual([...names, 'int']);
  expect(copies.map(namesOf)).toEqual([
    ['flpha', 'Beta', 'eeta', '_x', 'int'],
    ['klpha', 'Beta', 'jeta', '_x', 'int'],
    ['plpha', 'Beta', 'oeta', '_x', 'int'],
  ]);
});
