/**
 * Texts of types and of whole sources, against what bpftool and pahole print for the fixtures; and downloads that end,
 * are cancelled, and leave room for other questions.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BtfBuilder } from '../format/testing/builder.ts';
import type { SourceId, TypeRef } from './source-api.ts';
import type { PageText, TypeText, WholePart, WholeText } from './type-api.ts';
import { Session } from './session.ts';
import { file, ignore, query } from './testing/kernels.ts';

const FIXTURES = join(import.meta.dirname, '../../e2e/fixtures');
const golden = (name: string): string => readFileSync(join(FIXTURES, 'golden', name), 'utf8');
const BASE: SourceId = 1;
const MODULE: SourceId = 2;

async function openFixtures(): Promise<Session> {
  const session = new Session();
  const files = ['base.btf', 'module.btf'].map((name) => file(name, readFileSync(join(FIXTURES, name))));
  await session.open(files, ignore);
  return session;
}

async function refOf(session: Session, name: string): Promise<TypeRef> {
  const { first } = await session.search(query(name), 50);
  const row = first.find((one) => `${one.kind} ${one.name}` === name);
  if (!row) throw new Error(`there is no ${name}`);
  return row.ref;
}

async function whole(session: Session, source: SourceId, text: WholeText): Promise<string> {
  let all = '';
  await session.wholeText(source, text, (part) => void (all += part.text));
  return all;
}

const PAHOLE = { form: 'pahole', hex: false, expand: false, cachelineSize: 64 } as const;

const WHOLE: readonly (readonly [kind: string, text: WholeText])[] = [
  ['c', { form: 'c', sorted: true, exact: false }],
  ['c-unsorted', { form: 'c', sorted: false, exact: false }],
  ['raw', { form: 'raw' }],
  ['pahole', PAHOLE],
  ['pahole-hex', { ...PAHOLE, hex: true }],
  ['pahole-E', { ...PAHOLE, expand: true }],
];

describe('the text of a whole source', () => {
  it.each(WHOLE)('%s is the tool’s, of a base and of a module', async (kind, text) => {
    const session = await openFixtures();
    expect(await whole(session, BASE, text)).toBe(golden(`base.${kind}`));
    expect(await whole(session, MODULE, text)).toBe(golden(`module.${kind}`));
  });

  it('ends as cancelled for a source that is not there', async () => {
    const session = await openFixtures();
    expect(await session.wholeText(99, { form: 'raw' }, ignore)).toEqual({ cancelled: true });
  });
});

/** The lines of a struct in pahole's text of everything; the blocks there are what `pahole -C` prints. */
function blockOf(text: string, head: string): string {
  const start = text.indexOf(`${head} {\n`);
  return text.slice(start, text.indexOf('\n};\n', start) + 4);
}

const joined = ({ lines }: PageText): string =>
  lines.map((line) => `${line.map((token) => token.text).join('')}\n`).join('');

describe('the text of a type', () => {
  it.each([
    ['pahole', PAHOLE],
    ['pahole-hex', { ...PAHOLE, hex: true }],
    ['pahole-E', { ...PAHOLE, expand: true }],
  ] as const)('in %s is pahole’s', async (kind, text) => {
    const session = await openFixtures();
    const expected = blockOf(golden(`base.${kind}`), 'struct task');
    expect(expected.split('\n').length).toBeGreaterThan(10);
    const ref = await refOf(session, 'struct task');
    expect(await session.text(ref, text)).toBe(expected);
    expect(joined(await session.lines(ref, text))).toBe(expected);
  });

  it('knows the cacheline size', async () => {
    const session = await openFixtures();
    const ref = await refOf(session, 'struct task');
    const text = await session.text(ref, { ...PAHOLE, cachelineSize: 32 });
    expect(text).toContain('/* --- cacheline 3 boundary (96 bytes) --- */');
    expect(text).toContain('/* size: 272, cachelines: 9, members: 15 */');
  });

  it.each<TypeText>([
    { form: 'declaration' },
    { form: 'raw' },
    { form: 'header', asserts: true, preserveAccessIndex: true, flavor: 'new' },
    { form: 'everything', sorted: true, exact: false },
    PAHOLE,
  ])('is the same on the page and on the clipboard: $form', async (text) => {
    const session = await openFixtures();
    const ref = await refOf(session, 'struct task');
    const shown = await session.lines(ref, text);
    expect(shown.truncated).toBe(false);
    expect(joined(shown)).toBe(await session.text(ref, text));
    expect(shown.lines.flat().some((token) => token.ref)).toBe(true);
  });

  it('has what was chosen for a header', async () => {
    const session = await openFixtures();
    const ref = await refOf(session, 'struct task');
    const plain = { form: 'header', asserts: false, preserveAccessIndex: false, flavor: '' } as const;
    const text = (change: object): Promise<string> => session.text(ref, { ...plain, ...change });
    expect(await text({})).toMatch(/^struct task \{$/m);
    expect(await text({})).not.toMatch(/_Static_assert|preserve_access_index|___/);
    expect(await text({ asserts: true })).toContain('_Static_assert(sizeof(struct task) ==');
    expect(await text({ preserveAccessIndex: true })).toContain('preserve_access_index');
    expect(await text({ flavor: 'v6' })).toMatch(/^struct task___v6 \{$/m);
  });

  it('of everything is of the source, with links that step into the base', async () => {
    const session = await openFixtures();
    const ref = await refOf(session, 'struct opaque');
    expect(ref.source).toBe(MODULE);
    const everything = { form: 'everything', sorted: true, exact: false } as const;
    expect(await session.text(ref, everything)).toBe(golden('module.c'));
    const { lines } = await session.lines(ref, everything);
    const refs = lines.flat().flatMap((token) => (token.ref ? [token] : []));
    expect(refs.some(({ ref: to, crosses }) => to?.source === BASE && crosses)).toBe(true);
    expect(refs.some(({ ref: to }) => to?.source === MODULE)).toBe(true);
  });
});

describe('the layout as a table', () => {
  const options = { cachelineSize: 64, expand: false, expanded: [], folded: [] };
  const paths = (session: Session, ref: TypeRef, change: object): string[] =>
    session.layout(ref, { ...options, ...change })?.rows.flatMap(({ path }) => (path ? [path] : [])) ?? [];

  it('expands one, all, or all but some', async () => {
    const session = await openFixtures();
    const ref = await refOf(session, 'struct task');
    expect(paths(session, ref, {})).not.toContain('tasks.next');
    expect(paths(session, ref, { expanded: ['tasks'] })).toContain('tasks.next');
    expect(paths(session, ref, { expanded: ['tasks'] })).not.toContain('children.next');
    const all = paths(session, ref, { expand: true });
    expect(all).toEqual(expect.arrayContaining(['tasks.next', 'children.next']));
    const some = paths(session, ref, { expand: true, folded: ['tasks'] });
    expect(some).not.toContain('tasks.next');
    expect(some).toContain('children.next');
  });
});

/** More than can be printed in one slice, or shown on a page. */
const MANY = 40_000;

function manyStructs(): Uint8Array {
  const builder = new BtfBuilder();
  const int = builder.addInt('int', 4);
  for (let i = 0; i < MANY; i++) {
    builder.addStruct(`struct_${i}`, 8);
    builder.addField('first', int, 0).addField('second', int, 32);
  }
  return builder.build();
}

async function openMany(): Promise<Session> {
  const session = new Session();
  await session.open([file('many', manyStructs())], ignore);
  return session;
}

describe('a long text', () => {
  it('is shown as far as a page goes, and copied in full', async () => {
    const session = await openMany();
    const everything = { form: 'everything', sorted: true, exact: false } as const;
    const { lines, truncated } = await session.lines({ source: BASE, id: 2 }, everything);
    expect(truncated).toBe(true);
    expect(lines.length).toBe(5000);
    const text = await session.text({ source: BASE, id: 2 }, everything);
    expect(text.match(/^struct struct_\d+ \{$/gm)).toHaveLength(MANY);
    expect(text.startsWith(joined({ lines, truncated }))).toBe(true);
  });

  it('leaves others their turn, and says how far it is', async () => {
    const session = await openMany();
    const seen: number[] = [];
    let turns = 0;
    const timer = setInterval(() => turns++);
    await session.wholeText(BASE, { form: 'raw' }, ({ done }) => void seen.push(done));
    clearInterval(timer);
    expect(turns).toBeGreaterThan(1);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen.at(-1)).toBe(1);
  });

  it('waits until a part has been taken', async () => {
    const session = await openMany();
    let underWay = 0;
    let most = 0;
    const take = async (): Promise<void> => {
      most = Math.max(most, ++underWay);
      await new Promise((resolve) => setTimeout(resolve, 5));
      underWay--;
    };
    await session.wholeText(BASE, PAHOLE, take);
    expect(most).toBe(1);
  });

  it('ends when it is cancelled', async () => {
    const session = await openMany();
    const parts: WholePart[] = [];
    const report = await session.wholeText(BASE, { form: 'raw' }, (part) => {
      parts.push(part);
      session.cancelWholeText();
    });
    expect(report).toEqual({ cancelled: true });
    expect(parts).toHaveLength(1);
    expect(parts[0].done).toBeLessThan(1);
  });

  it('gives way to the next one', async () => {
    const session = await openMany();
    const first = session.wholeText(BASE, { form: 'raw' }, ignore);
    const second = session.wholeText(BASE, { form: 'raw' }, ignore);
    expect(await first).toEqual({ cancelled: true });
    expect(await second).toEqual({ cancelled: false });
  });
});
