/** The session on small kernels built by calls: what is open, what is found, what is said of it. */

import { describe, expect, it } from 'vitest';
import { BtfBuilder } from '../format/testing/builder.ts';
import { DEFAULT_KINDS, type OpenFile, type TypeQuery } from './api.ts';
import { Session } from './session.ts';

const file = (path: string, bytes: Uint8Array): OpenFile => ({
  name: path.slice(path.lastIndexOf('/') + 1),
  path,
  blob: new Blob([Uint8Array.from(bytes)]),
});

/** A base with `struct list_head`, and a module with `struct item` that embeds it. */
function smallKernel(): { base: BtfBuilder; module: BtfBuilder; item: number; listHead: number } {
  const base = new BtfBuilder();
  base.addInt('long unsigned int', 8);
  const listHead = base.addStruct('list_head', 16);
  const ptr = listHead + 1;
  base.addField('next', ptr, 0).addField('prev', ptr, 64);
  base.addPtr(listHead);
  const module = base.split();
  const item = module.addStruct('item', 24);
  module.addField('list', listHead, 0).addField('count', 1, 128);
  return { base, module, item, listHead };
}

const query = (text: string): TypeQuery => ({
  text,
  kinds: DEFAULT_KINDS,
  anonymous: false,
  sources: null,
  sort: { column: 'relevance', descending: false },
});
const ignore = (): void => undefined;

describe('a session', () => {
  it('opens a module before its base, and names types across both', async () => {
    const { base, module, item, listHead } = smallKernel();
    const session = new Session();
    const first = await session.open([file('item.ko', module.build())], ignore);
    expect(first.workspace.sources.map(({ name, state }) => [name, state.state])).toEqual([
      ['item', 'waiting-for-base'],
    ]);
    const second = await session.open([file('vmlinux', base.build())], ignore);
    expect(second.workspace.sources.map(({ name, state, base: on }) => [name, state.state, on])).toEqual([
      ['item', 'ready', 2],
      ['vmlinux', 'ready', null],
    ]);
    expect(second.workspace.types).toBe(4);

    const result = await session.search(query('struct'), 10);
    expect(result.count).toBe(0);
    const hits = await session.search(query('struct i'), 10);
    expect(hits.first.map(({ name, displayId }) => [name, displayId])).toEqual([
      ['item', `item:[${item}]`],
      ['list_head', `[${listHead}]`],
    ]);

    const raw = await session.lines({ source: 1, id: item }, { form: 'raw' });
    expect(raw.lines.map((line) => line.map((token) => token.text).join(''))).toEqual([
      `[${item}] STRUCT 'item' size=24 vlen=2`,
      `\t'list' type_id=${listHead} bits_offset=0`,
      `\t'count' type_id=1 bits_offset=128`,
    ]);
    expect(raw.lines[1].find((token) => token.ref)).toMatchObject({
      ref: { source: 2, id: listHead },
      crosses: true,
    });
  });

  it('finds a type again by its link', async () => {
    const { base, module, item } = smallKernel();
    const session = new Session();
    await session.open([file('vmlinux', base.build()), file('item', module.build())], ignore);
    const page = session.typePage({ source: 2, id: item });
    expect(page).toMatchObject({
      title: 'struct item',
      size: 24,
      elements: 2,
      sourceName: 'item',
      baseName: 'vmlinux',
    });
    if (!page) return;
    expect(session.resolveLink(page.link)).toEqual({ state: 'found', ref: page.ref, differences: [] });
    expect(session.resolveLink({ ...page.link, size: 32 })).toEqual({
      state: 'found',
      ref: page.ref,
      differences: [{ field: 'size', link: '32', found: '24' }],
    });
    expect(session.resolveLink({ ...page.link, name: 'nothing' })).toEqual({
      state: 'missing',
      sourceOpen: true,
      anyOpen: true,
    });
  });

  it('makes a problem of a file that is none', async () => {
    const session = new Session();
    const report = await session.open([file('notes.txt', new TextEncoder().encode('hello'))], ignore);
    expect(report.opened).toEqual([]);
    expect(report.workspace.problems.map(({ file: of, code }) => [of, code])).toEqual([
      ['notes.txt', 'not-btf'],
    ]);
  });
});
