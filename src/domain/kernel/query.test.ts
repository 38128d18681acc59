import { describe, expect, it } from 'vitest';
import { parseQuery, type NameTest, type Query, type Term } from './query.ts';

const part = (text: string, negated = false): Term<NameTest> => ({ value: { test: 'part', text }, negated });
const exact = (text: string): Term<NameTest> => ({ value: { test: 'exact', text }, negated: false });
const glob = (text: string): Term<NameTest> => ({ value: { test: 'glob', text }, negated: false });

/** The fields that are not empty. */
function parsed(text: string): Partial<Query> {
  return Object.fromEntries(
    Object.entries(parseQuery(text)).filter(([, list]) => (list as unknown[]).length),
  );
}

describe('parseQuery', () => {
  it.each<[string, Partial<Query>]>([
    ['', {}],
    ['   ', {}],
    ['nf_Conn', { names: [part('nf_conn')] }],
    ['unsigned int', { names: [part('unsigned'), part('int')] }],
    ['struct', { names: [part('struct')] }],
    ['struct ', { kinds: [{ value: 'struct', negated: false }] }],
    ['struct foo', { kinds: [{ value: 'struct', negated: false }], names: [part('foo')] }],
    ['function foo', { kinds: [{ value: 'func', negated: false }], names: [part('foo')] }],
    ['foo struct', { names: [part('foo'), part('struct')] }],
    ['int foo', { names: [part('int'), part('foo')] }],
    ['constructor', { names: [part('constructor')] }],
    ['constructor:x', { names: [part('constructor:x')] }],
    ['foo();', { names: [part('foo')] }],
    ['struct foo {', { kinds: [{ value: 'struct', negated: false }], names: [part('foo')] }],
    ['"unsigned int"', { names: [exact('unsigned int')] }],
    ['"Foo"', { names: [exact('Foo')] }],
    ['nf_*_Init', { names: [glob('nf_*_init')] }],
    ['-foo', { names: [part('foo', true)] }],
    ['-', { names: [part('-')] }],
    ['a::b', { names: [part('a::b')] }],
    [
      'kind:struct,union',
      { kinds: ['struct', 'union'].map((value) => ({ value, negated: false })) as Query['kinds'] },
    ],
    ['-kind:func', { kinds: [{ value: 'func', negated: true }] }],
    ['mod:nf-conn', { sources: [part('nf_conn')] }],
    ['mod:nf_*', { sources: [glob('nf_*')] }],
    ['mod:"xfs"', { sources: [exact('xfs')] }],
    ['#12', { ids: [{ source: null, id: 12 }] }],
    ['[12]', { ids: [{ source: null, id: 12 }] }],
    ['nf_conntrack:[112901]', { ids: [{ source: exact('nf_conntrack').value, id: 112901 }] }],
    ['size:64', { sizes: [{ value: { least: 64, most: 64 }, negated: false }] }],
    ['size:>64', { sizes: [{ value: { least: 65, most: Infinity }, negated: false }] }],
    ['size:<=0x40', { sizes: [{ value: { least: 0, most: 64 }, negated: false }] }],
    ['size:1k..2K', { sizes: [{ value: { least: 1024, most: 2048 }, negated: false }] }],
    ['-size:<8', { sizes: [{ value: { least: 0, most: 7 }, negated: true }] }],
    ['member:freebind', { members: [part('freebind')] }],
    ['enumerator:"TCP_SYN_SENT"', { enumerators: [exact('TCP_SYN_SENT')] }],
    [
      'mod:xfs struct foo',
      { sources: [part('xfs')], kinds: [{ value: 'struct', negated: false }], names: [part('foo')] },
    ],
  ])('reads %j', (text, expected) => {
    expect(parsed(text)).toEqual(expected);
  });

  it('reads a regular expression, spaces and slashes included', () => {
    const { names, complaints } = parseQuery('/a b\\/c$/ x');
    expect(complaints).toEqual([]);
    expect(names).toHaveLength(2);
    const [{ value }] = names;
    expect(value.test === 'regex' && value.regex.test('A B/C')).toBe(true);
    expect(names[1]).toEqual(part('x'));
  });

  it.each([
    ['kind:strukt foo', /no kind .strukt/],
    ['kind: foo', /kind: needs/],
    ['mod: foo', /mod: needs/],
    ['size:big foo', /A size is written as/],
    ['size:1..2..3 foo', /A size is written as/],
    ['/(/ foo', /Unterminated group/],
    ['/(a+)+b/ foo', /not tried: it repeats/],
    ['/open foo', /does not end with/],
    ['-#12 foo', /cannot be negated/],
    ['member: foo', /member: needs/],
  ])('complains of %j, and the rest holds', (text, complaint) => {
    const { names, complaints } = parseQuery(text);
    expect(complaints.join(' ')).toMatch(complaint);
    expect(names).toEqual([part('foo')]);
  });

  it('reads no more than a query may have', () => {
    const { names, complaints } = parseQuery('a '.repeat(600));
    expect(names).toHaveLength(32);
    expect(complaints).toHaveLength(2);
  });
});
