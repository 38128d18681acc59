/** The list grouped by name, and whether definitions agree, over modules that define the same names. */

import { beforeAll, describe, expect, it } from 'vitest';
import { BtfBuilder } from '../format/testing/builder.ts';
import { Session } from './session.ts';
import { file, ignore, query } from './testing/kernels.ts';

const session = new Session();

/** `struct adapter` alike in two modules and larger in the third; `struct ring` differs by the name of a member's type. */
beforeAll(async () => {
  const base = new BtfBuilder();
  const int = base.addInt('int', 4);
  const long = base.addInt('long', 8);
  base.addStruct('device', 8);
  base.addField('id', long, 0);
  const driver = (members: number, type: number): Uint8Array => {
    const split = base.split();
    split.addStruct('adapter', 8 * members);
    for (let i = 0; i < members; i++) split.addField(`m${i}`, long, 64 * i);
    split.addStruct('ring', 8);
    split.addField('head', type, 0);
    return split.build();
  };
  await session.open(
    [
      file('kernel/vmlinux', base.build()),
      file('kernel/drivers/net/e1000.ko', driver(2, long)),
      file('kernel/drivers/net/igb.ko', driver(2, int)),
      file('kernel/drivers/scsi/aacraid.ko', driver(3, long)),
    ],
    ignore,
  );
});

describe('the grouped list', () => {
  it('has a row per name, with its definitions and sources', async () => {
    const result = await session.search(query('', { grouped: true, kinds: ['struct'] }), 10);
    expect(result).toMatchObject({ count: 3, of: 3, types: 7 });
    expect(result.first.map(({ name, folded }) => [name, folded])).toEqual([
      ['adapter', { definitions: 3, sources: 3 }],
      ['device', undefined],
      ['ring', { definitions: 3, sources: 3 }],
    ]);
    expect(session.rows(result.searchId, 0, 10)).toEqual(result.first);
  });

  it('hands out definitions, and says which agree', async () => {
    const { searchId } = await session.search(query('', { grouped: true, kinds: ['struct'] }), 10);
    const definitions = session.definitions(searchId, 0, 0, 10);
    expect(definitions.map(({ sourceName, size }) => [sourceName, size])).toEqual([
      ['aacraid', 24],
      ['e1000', 16],
      ['igb', 16],
    ]);
    expect(session.definitions(searchId, 0, 1, 1)).toEqual(definitions.slice(1, 2));
    expect(await session.agreement(searchId, 0, 10)).toEqual([
      { variants: 2, variantOf: [0, 1, 1], sizes: [16, 24] },
      null,
      { variants: 2, variantOf: [0, 0, 1], sizes: [8, 8] },
    ]);
    expect(await session.agreement(searchId, 1, 1)).toEqual([null]);
  });

  it('says nothing of a search that has been replaced', async () => {
    const { searchId } = await session.search(query('', { grouped: true }), 10);
    const asked = session.agreement(searchId, 0, 10);
    await session.search(query('ring', { grouped: true }), 10);
    expect(await asked).toEqual([]);
    expect(session.definitions(searchId, 0, 0, 10)).toEqual([]);
  });
});

describe('a directory', () => {
  const names = async (directory: string): Promise<string[]> => {
    const { first } = await session.search(query('adapter', { directory }), 10);
    return first.map(({ sourceName }) => sourceName);
  };

  it('narrows the list to what lies in it, at any depth', async () => {
    expect(await names('kernel/drivers/net')).toEqual(['e1000', 'igb']);
    expect(await names('kernel/drivers')).toEqual(['aacraid', 'e1000', 'igb']);
    expect(await names('kernel/drivers/n')).toEqual([]);
    expect(await names('')).toHaveLength(3);
  });

  it('also by a term of the search, beside names of sources', async () => {
    const found = async (text: string): Promise<string[]> =>
      (await session.search(query(text), 10)).first.map(({ sourceName }) => sourceName);
    expect(await found('mod:net/* adapter')).toEqual(['e1000', 'igb']);
    expect(await found('mod:drivers/net/igb adapter')).toEqual(['igb']);
    expect(await found('mod:kernel/** -mod:net/* adapter')).toEqual(['aacraid']);
    expect(await found('mod:net/* mod:aac adapter')).toEqual(['aacraid', 'e1000', 'igb']);
    const nowhere = await session.search(query('mod:sound/* adapter'), 10);
    expect([nowhere.count, nowhere.complaint]).toEqual([
      0,
      'No open source lies in such a directory, or has such a name.',
    ]);
  });

  it('and to chosen sources at once', async () => {
    const { count } = await session.search(
      query('adapter', { directory: 'kernel/drivers/net', sources: [2, 4] }),
      10,
    );
    expect(count).toBe(1);
  });
});
