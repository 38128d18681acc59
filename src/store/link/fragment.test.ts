// Links round trip, old ones open for ever, and damaged ones lead as far as what is left of them.
import { describe, expect, it } from 'vitest';
import {
  DEFAULT_C,
  DEFAULT_KSYMS,
  DEFAULT_LAYOUT,
  DEFAULT_QUERY,
  KSYM_PARTS,
  SOURCE_TABS,
} from '../place.ts';
import { KERNEL_AS_OPENED } from './address.ts';
import type { Address } from './address.ts';
import { checkUpgraders, readFragment, upgrade, writeFragment } from './fragment.ts';
import type { Upgrader } from './fragment.ts';

const { sources: _, ...plainQuery } = DEFAULT_QUERY;
const { source: _source, ...plainKsyms } = DEFAULT_KSYMS;
const list: Address = {
  place: { view: 'types' },
  query: plainQuery,
  sources: [],
  kernel: KERNEL_AS_OPENED,
};

const target = {
  kind: 'struct',
  name: 'nf_conn',
  source: 'nf_conntrack',
  hash: '0123456789abcdef',
  size: 248,
  elements: 14,
  id: 133,
} as const;
const typePlace = { view: 'type', target, tab: 'c', c: DEFAULT_C, layout: DEFAULT_LAYOUT } as const;
const type: Address = { ...list, place: typePlace };
const full: Address = {
  place: {
    view: 'type',
    target,
    tab: 'layout',
    c: DEFAULT_C,
    layout: {
      ...DEFAULT_LAYOUT,
      hex: true,
      expanded: ['ct_general', 'tuplehash[0].tuple'],
      cachelineSize: 128,
    },
  },
  query: {
    text: 'struct nf_*',
    kinds: ['struct', 'func_proto'],
    anonymous: true,
    directory: '',
    grouped: false,
    sort: { column: 'size', descending: true },
  },
  sources: ['nf_conntrack', 'vmlinux'],
  kernel: KERNEL_AS_OPENED,
};

/** As released with version 1. Never change these strings: somebody has them in a mail. */
const FROZEN_TYPE =
  '#v1/type?kind=struct&name=nf_conn&source=nf_conntrack&hash=0123456789abcdef&size=248&elements=14&id=133';
const FROZEN_FULL = `${FROZEN_TYPE}&tab=layout&hex=1&cacheline=128&expand=ct_general&expand=tuplehash%5B0%5D.tuple&q=struct+nf_*&kinds=struct,func_proto&anon=1&sort=-size&in=nf_conntrack&in=vmlinux`;

/** How the texts of a type are shown, which links say since the page has them. */
const shown: Address = {
  ...type,
  place: {
    view: 'type',
    target,
    tab: 'layout',
    c: {
      form: 'header',
      asserts: true,
      preserveAccessIndex: true,
      flavor: 'v6 12',
      sorted: false,
      exact: false,
    },
    layout: { ...DEFAULT_LAYOUT, form: 'pahole', expand: true, folded: ['ct_general'] },
  },
};
/** The list grouped by name and narrowed to a directory, as links say it since the page can. */
const grouped: Address = {
  ...type,
  query: { ...plainQuery, grouped: true, directory: 'kernel/drivers/net' },
};
const FROZEN_GROUPED = `${FROZEN_TYPE}&group=1&dir=kernel/drivers/net`;

const FROZEN_SHOWN = `${FROZEN_TYPE}&tab=layout&c=header&asserts=1&preserve=1&flavor=v6+12&sorted=0&layout=pahole&expanded=1&fold=ct_general`;

/** Since everything can be exact. */
const exact: Address = {
  ...type,
  place: {
    view: 'type',
    target,
    tab: 'c',
    c: { ...DEFAULT_C, form: 'everything', exact: true },
    layout: DEFAULT_LAYOUT,
  },
};
const FROZEN_EXACT = `${FROZEN_TYPE}&c=everything&exact=1`;

/** Into Ksyms and to a source, which links say since the page has them. */
const ksyms: Address = {
  ...list,
  place: {
    view: 'ksyms',
    part: 'externs',
    object: 'ct.bpf.o',
    extern: 'bpf_skb_ct_lookup',
    relocation: 12,
    onlyProblems: true,
    search: 'bpf_ct',
    pasted: 'extern int f(void) __ksym;',
  },
};
const FROZEN_KSYMS =
  '#v1/ksyms?part=externs&object=ct.bpf.o&extern=bpf_skb_ct_lookup&relocation=12&problems=1&search=bpf_ct&pasted=extern+int+f(void)+__ksym%3B';

/** And what its verdicts depend on, since they follow a link. */
const heldAgainst: Address = {
  ...ksyms,
  place: { ...plainKsyms, part: 'externs', object: 'ct.bpf.o', extern: 'bpf_skb_ct_lookup' },
  kernel: { vmlinux: '6.12/vmlinux', off: ['nf_conntrack', 'veth'] },
};
const FROZEN_HELD_AGAINST =
  '#v1/ksyms?part=externs&object=ct.bpf.o&extern=bpf_skb_ct_lookup&kernel=6.12/vmlinux&off=nf_conntrack&off=veth';

describe('a link of version 1', () => {
  it('is the frozen text', () => {
    expect(writeFragment(ksyms)).toBe(FROZEN_KSYMS);
    expect(writeFragment(heldAgainst)).toBe(FROZEN_HELD_AGAINST);
    expect(writeFragment(type)).toBe(FROZEN_TYPE);
    expect(writeFragment(full)).toBe(FROZEN_FULL);
    expect(writeFragment(shown)).toBe(FROZEN_SHOWN);
    expect(writeFragment(exact)).toBe(FROZEN_EXACT);
    expect(writeFragment(grouped)).toBe(FROZEN_GROUPED);
  });

  it('opens', () => {
    expect(readFragment(FROZEN_KSYMS)).toEqual(ksyms);
    expect(readFragment(FROZEN_HELD_AGAINST)).toEqual(heldAgainst);
    expect(readFragment(FROZEN_TYPE)).toEqual(type);
    expect(readFragment(FROZEN_FULL)).toEqual(full);
    expect(readFragment(FROZEN_SHOWN)).toEqual(shown);
    expect(readFragment(FROZEN_EXACT)).toEqual(exact);
    expect(readFragment(FROZEN_GROUPED)).toEqual(grouped);
  });

  it('is empty for the page as it starts out', () => {
    expect(writeFragment(list)).toBe('');
    expect(readFragment('')).toEqual(list);
    expect(readFragment('#')).toEqual(list);
  });
});

const withName = (name: string): Address => ({
  ...type,
  place: { view: 'type', target: { ...target, name }, tab: 'raw', c: DEFAULT_C, layout: DEFAULT_LAYOUT },
});

describe('round trips', () => {
  const odd = [
    'a b+c&d=e#f?g%20',
    '%',
    '%zz',
    '名前',
    '\u{1f427}',
    '"<script>\'',
    'x\ny',
    '(anon)',
    'a,b:c/d',
  ];
  it.each(odd)('of the name %j', (name) => {
    expect(readFragment(writeFragment(withName(name)))).toEqual(withName(name));
  });

  it.each(odd)('of the search %j', (text) => {
    const address = { ...list, query: { ...plainQuery, text } };
    expect(readFragment(writeFragment(address))).toEqual(address);
  });

  it.each(['declaration', 'header', 'everything'] as const)('of the C of form %s', (form) => {
    const address = { ...type, place: { ...typePlace, c: { ...DEFAULT_C, form } } };
    expect(readFragment(writeFragment(address))).toEqual(address);
  });

  it.each(odd)('of the flavor %j', (flavor) => {
    const address = { ...type, place: { ...typePlace, c: { ...DEFAULT_C, flavor } } };
    expect(readFragment(writeFragment(address))).toEqual(address);
  });

  it('of members expanded one by one, and of those folded where all are expanded', () => {
    for (const layout of [
      { ...DEFAULT_LAYOUT, expanded: ['a', 'b.c'] },
      { ...DEFAULT_LAYOUT, expand: true, folded: ['a', 'b.c'] },
    ]) {
      const address = { ...type, place: { ...typePlace, layout } };
      expect(readFragment(writeFragment(address))).toEqual(address);
    }
  });

  it.each(KSYM_PARTS)('of the part %s of Ksyms', (part) => {
    const address: Address = { ...list, place: { ...plainKsyms, part } };
    expect(readFragment(writeFragment(address))).toEqual(address);
  });

  it.each(odd)('of an object, an extern, a search and a paste that read %j', (text) => {
    const place = {
      ...plainKsyms,
      part: 'externs',
      object: text,
      extern: text,
      search: text,
      pasted: text,
    } as const;
    const address: Address = { ...list, place };
    expect(readFragment(writeFragment(address))).toEqual(address);
  });

  it.each(odd)('of a kernel and modules that read %j', (text) => {
    const address: Address = { ...list, place: plainKsyms, kernel: { vmlinux: text, off: [text, 'veth'] } };
    expect(readFragment(writeFragment(address))).toEqual(address);
  });

  it('of relocation 0, which is one', () => {
    const address: Address = { ...list, place: { ...plainKsyms, part: 'relocations', relocation: 0 } };
    expect(readFragment(writeFragment(address))).toEqual(address);
  });

  it.each(SOURCE_TABS)('of the list %s of a source', (tab) => {
    const address: Address = { ...list, place: { view: 'source', name: 'nf_conntrack', tab } };
    expect(readFragment(writeFragment(address))).toEqual(address);
  });

  it('of half a surrogate, as the replacement character', () => {
    expect(readFragment(writeFragment(withName('a\ud800')))).toEqual(withName('a\ufffd'));
  });

  it('of an anonymous type, which has no name', () => {
    expect(readFragment(writeFragment(withName('')))).toEqual(withName(''));
  });

  it('of no kinds at all', () => {
    const none = { ...list, query: { ...plainQuery, kinds: [] } };
    expect(readFragment(writeFragment(none))).toEqual(none);
  });

  it('write kinds in one order', () => {
    const one = writeFragment({ ...list, query: { ...plainQuery, kinds: ['func', 'struct'] } });
    const other = writeFragment({ ...list, query: { ...plainQuery, kinds: ['struct', 'func'] } });
    expect(one).toBe(other);
  });
});

describe('bounds', () => {
  it('leave out a name of a megabyte and keep what else finds the type', () => {
    const fragment = writeFragment(withName('n'.repeat(1 << 20)));
    expect(fragment.length).toBeLessThan(200);
    expect(readFragment(fragment)).toEqual(withName(''));
  });

  it('hold for the search text, the expanded members and the sources', () => {
    const fragment = writeFragment({
      place: {
        view: 'type',
        target,
        tab: 'layout',
        c: DEFAULT_C,
        layout: { ...DEFAULT_LAYOUT, expanded: Array.from({ length: 5000 }, (_one, i) => `member_${i}`) },
      },
      query: { ...plainQuery, text: 'q'.repeat(100_000) },
      sources: Array.from({ length: 4230 }, (_one, i) => `module_${i}`),
      kernel: KERNEL_AS_OPENED,
    });
    expect(fragment.length).toBeLessThan(8000);
    expect(readFragment(fragment).sources).toEqual([]);
  });

  it('hold for the modules that are off, and for what they and the kernel are called', () => {
    const off = Array.from({ length: 9 }, (_one, i) => `module_${i}`);
    const held = (vmlinux: string, modules: readonly string[]) =>
      writeFragment({ ...list, place: plainKsyms, kernel: { vmlinux, off: modules } });
    expect(held('', off)).toBe('#v1/ksyms');
    expect(readFragment(held('', off.slice(1))).kernel.off).toEqual(off.slice(1));
    expect(held('k'.repeat(1 << 20), ['m'.repeat(1 << 20)])).toBe('#v1/ksyms');
    const read = readFragment(`#v1/ksyms?kernel=${'k'.repeat(5000)}${'&off=a'.repeat(5000)}`);
    expect(read.kernel).toEqual({ vmlinux: '', off: Array.from({ length: 8 }, () => 'a') });
  });

  it('are of Ksyms alone: other views do not change with the kernel', () => {
    const kernel = { vmlinux: 'vmlinux', off: ['veth'] };
    expect(writeFragment({ ...type, kernel })).toBe(FROZEN_TYPE);
    expect(readFragment(`${FROZEN_TYPE}&kernel=vmlinux&off=veth`)).toEqual(type);
  });

  it('hold for what is read', () => {
    const started = performance.now();
    const { place, query } = readFragment(
      `#v1/type?id=1&q=${'x'.repeat(5_000_000)}${'&expand=a'.repeat(100_000)}`,
    );
    expect(performance.now() - started).toBeLessThan(1000);
    expect(query.text.length).toBeLessThanOrEqual(1024);
    expect(place.view === 'type' && place.layout.expanded.length).toBeLessThanOrEqual(100);
  });
});

describe('damage', () => {
  const damaged: [what: string, fragment: string, expected: Address][] = [
    ['nothing but noise', '#%%%?&&&==&%', list],
    ['a version alone', '#v1', list],
    ['a version with a slash', '#v1/', list],
    ['an unknown view', '#v1/flamegraph?q=list', { ...list, query: { ...plainQuery, text: 'list' } }],
    ['a type without any name', '#v1/type?tab=raw', list],
    ['an unknown view that names a type', FROZEN_TYPE.replace('/type', '/later'), type],
    ['a later version', FROZEN_TYPE.replace('v1', 'v77'), type],
    ['version zero', FROZEN_TYPE.replace('v1', 'v0'), type],
    ['no version', FROZEN_TYPE.replace('v1/', ''), type],
    ['no #', FROZEN_TYPE.slice(1), type],
    ['unknown fields', `${FROZEN_TYPE}&colour=red&colour`, type],
    ['an unknown form of C', `${FROZEN_TYPE}&c=rust`, type],
    ['a flavor of a megabyte', `${FROZEN_TYPE}&flavor=${'f'.repeat(60_000)}`, type],
    ['an unknown form of the layout', `${FROZEN_TYPE}&layout=picture`, type],
    ['an unknown tab', `${FROZEN_TYPE}&tab=hologram`, type],
    [
      'an unknown part of Ksyms',
      '#v1/ksyms?part=dreams',
      { ...list, place: { ...plainKsyms, part: 'objects' } },
    ],
    ['a paste of a megabyte', `#v1/ksyms?pasted=${'p'.repeat(60_000)}`, { ...list, place: plainKsyms }],
    ['an unknown sort column', `${FROZEN_TYPE}&sort=-beauty`, type],
    ['unknown kinds', `${FROZEN_TYPE}&kinds=class,module`, type],
    ['a cacheline nobody has', `${FROZEN_TYPE}&cacheline=77`, type],
    ['a prototype property as a column', `${FROZEN_TYPE}&sort=constructor&kinds=toString`, type],
  ];
  it.each(damaged)('%s', (_what, fragment, expected) => {
    expect(readFragment(fragment)).toEqual(expected);
  });

  const fields: [field: string, bad: string, otherwise: object][] = [
    ['kind', 'class', { kind: 'unknown' }],
    ['kind', '', { kind: 'unknown' }],
    ['hash', 'xyz', { hash: '' }],
    ['hash', '0123', { hash: '' }],
    ['size', '-1', { size: null }],
    ['size', '12.5', { size: null }],
    ['size', '4294967296', { size: null }],
    ['elements', 'many', { elements: null }],
    ['id', '1e9', { id: 0 }],
    ['source', '', { source: '' }],
  ];
  it.each(fields)('of %s=%s leaves the other fields', (field, bad, otherwise) => {
    const fragment = FROZEN_TYPE.replace(new RegExp(`\\b${field}=[^&]*`), `${field}=${bad}`);
    const { place } = readFragment(fragment);
    expect(place).toEqual({ ...type.place, target: { ...target, ...otherwise } });
  });

  it('of the query leaves its defaults', () => {
    const { query } = readFragment('#v1/types?q=x&kinds=&sort=&anon=yes&group=yes');
    expect(query).toEqual({ ...plainQuery, text: 'x' });
  });
});

describe('upgraders', () => {
  const rename: Upgrader = ({ view, fields }) => ({ view: `${view}+`, fields });

  it('must be there for every version before the latest, and for no other', () => {
    expect(() => checkUpgraders(new Map(), 1)).not.toThrow();
    expect(() => checkUpgraders(new Map([[1, rename]]), 2)).not.toThrow();
    expect(() => checkUpgraders(new Map([[2, rename]]), 3)).toThrow('version 1 have no upgrader');
    expect(() => checkUpgraders(new Map([[1, rename]]), 1)).toThrow('version 1 needs no upgrader');
  });

  it('are applied in turn', () => {
    const upgraders = new Map([1, 2, 3].map((from) => [from, rename] as const));
    const link = { view: 'type', fields: new URLSearchParams() };
    expect(upgrade(link, 1, upgraders, 4).view).toBe('type+++');
    expect(upgrade(link, 3, upgraders, 4).view).toBe('type+');
    expect(upgrade(link, 4, upgraders, 4).view).toBe('type');
    expect(upgrade(link, null, upgraders, 4).view).toBe('type');
  });
});
