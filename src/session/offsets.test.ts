/** Places in types that the search is asked for, over a kernel and modules that define the same names. */

import { beforeAll, describe, expect, it } from 'vitest';
import { BtfBuilder } from '../format/testing/builder.ts';
import type { OffsetAnswer } from './offset-api.ts';
import { OpenFixture } from './ksyms/testing/open.ts';
import { Session } from './session.ts';
import { file, ignore, query } from './testing/kernels.ts';

const session = new Session();

/**
 * `struct task` with bitfields, a hole, a nameless union, an array and a pointer to `struct mm`; a typedef of a nameless struct;
 * `struct adapter` in two modules, the second with one more member. `struct key`, which has members in a module only; and
 * a union of a million nameless ones, and structs in structs 70 deep.
 */
beforeAll(async () => {
  const b = new BtfBuilder();
  const int = b.addInt('int', 4);
  const long = b.addInt('long', 8);
  const mm = b.addStruct('mm', 16);
  b.addField('pgd', long, 64);
  const mmPointer = b.addPtr(mm);
  const union = b.addUnion('', 8);
  b.addField('low', int, 0).addField('wide', long, 0);
  const array = b.addArray(int, int, 4);
  b.addStruct('task', 64, true);
  b.addField('first', int, 0, 3).addField('second', int, 3, 7).addField('', union, 64);
  b.addField('comm', array, 128).addField('mm', mmPointer, 320);
  const nameless = b.addStruct('', 4);
  b.addField('raw', int, 0);
  b.addTypedef('lock_t', nameless);
  b.addFunc('task', b.addFuncProto(int));
  b.addStruct('key', 0);
  let many = int;
  for (let level = 0; level < 30; level++) {
    const outer = b.addUnion(level === 29 ? 'many' : '', 4);
    b.addField('', many, 0).addField('', many, 0);
    many = outer;
  }
  let deep = int;
  for (let level = 0; level < 70; level++) {
    const outer = b.addStruct(level === 69 ? 'wrap' : '', 4);
    b.addField('in', deep, 0);
    deep = outer;
  }
  const adapter = (...members: string[]): Uint8Array => {
    const split = b.split();
    split.addStruct('adapter', 8 * members.length);
    members.forEach((name, i) => split.addField(name, long, 64 * i));
    split.addStruct('key', 8 * members.length);
    members.forEach((name, i) => split.addField(name, long, 64 * i));
    return split.build();
  };
  await session.open(
    [
      file('kernel/vmlinux', b.build()),
      file('kernel/drivers/net/e1000.ko', adapter('a')),
      file('kernel/drivers/net/igb.ko', adapter('a', 'b')),
    ],
    ignore,
  );
});

const ask = async (text: string, change = {}): Promise<OffsetAnswer | null> =>
  (await session.search(query(text, change), 10)).offset;

/** `struct task.comm[1]: int @20, 4`, and what came before. */
async function told(text: string): Promise<string | readonly string[]> {
  const answer = await ask(text);
  if (!answer) return 'nothing';
  const { failure, within, through, places } = answer;
  if (failure?.why === 'outside') return `outside ${failure.size}`;
  if (failure) return 'at' in failure ? `${failure.why} ${failure.at}` : failure.why;
  const way = through.map((hop) => `${hop.in.words}.${hop.path} @${hop.offset} -> `).join('');
  return places.map(({ path, place, type, offset, size, bits }) => {
    const words = type.map((token) => token.text).join('');
    const inBits = bits ? ` bits ${bits.offset}+${bits.size}` : '';
    return `${way}${within.words}.${path} ${place}: ${words} @${offset}, ${size}${inBits}`;
  });
}

describe('a place', () => {
  it.each([
    ['task.comm', ['struct task.comm member: int [4] @16, 16']],
    ['struct task.comm[1]', ['struct task.comm[1] member: int @20, 4']],
    ['task.wide', ['struct task.wide member: long @8, 8']],
    ['task.second', ['struct task.second member: int @0, 4 bits 3+7']],
    ['task.mm.pgd', ['struct task.mm @40 -> struct mm.pgd member: long @8, 8']],
    ['task->mm->pgd', ['struct task.mm @40 -> struct mm.pgd member: long @8, 8']],
    ['lock_t.raw', ['lock_t.raw member: int @0, 4']],
    ['task+8', ['struct task.low member: int @8, 4', 'struct task.wide member: long @8, 8']],
    ['task+0x15', ['struct task.comm[1] member: int @20, 4']],
    [
      'task+0',
      ['struct task.first member: int @0, 4 bits 0+3', 'struct task.second member: int @0, 4 bits 3+7'],
    ],
    ['task+4', ['struct task. hole: struct task @0, 64']],
    ['task+63', ['struct task. padding: struct task @0, 64']],
    ['task+64', 'outside 64'],
    ['task.nobody', 'no-member nobody'],
    ['task.mm.nobody', 'no-member nobody'],
    ['task.comm.x', 'no-struct x'],
    ['task.mm[0]', 'no-array [0]'],
    ['task.comm[4]', 'out-of-range [4]'],
    ['many.nobody', 'too-large'],
    ['many+4', 'outside 4'],
    ['wrap+0', 'too-large'],
    ['wrap+4', 'outside 4'],
    ['key+0', ['struct key.a member: long @0, 8']],
    ['key+8', ['struct key.b member: long @8, 8']],
    ['key+16', 'outside 0'],
    ['union task.comm', 'nothing'],
    ['typedef task.comm', 'nothing'],
    ['nobody.comm', 'nothing'],
    ['long.x', 'nothing'],
    ['task..comm', 'nothing'],
    ['task', 'nothing'],
  ])('%s', async (text, expected) => {
    expect(await told(text)).toEqual(expected);
  });

  it('names the type behind a typedef, and types of the base of a module by the base', async () => {
    const lock = await ask('lock_t.raw');
    expect(lock?.type).toEqual({ ref: { source: 1, id: expect.any(Number) as number }, words: 'lock_t' });
    expect(session.typePage(lock?.type.ref ?? { source: 0, id: 0 })?.kind).toBe('struct');
    const adapter = await ask('adapter.a');
    expect(adapter).toMatchObject({ type: { ref: { source: 2 } }, sourceName: 'e1000', others: 1 });
    expect(adapter?.places[0].type).toEqual([
      expect.objectContaining({ text: 'long', ref: { source: 1, id: 2 }, crosses: true }),
    ]);
  });

  it('is that of the first definition that has it, among the sources that are searched', async () => {
    expect(await ask('adapter.b')).toMatchObject({ sourceName: 'igb', others: 1 });
    expect(await ask('adapter+8')).toMatchObject({ sourceName: 'igb', failure: null });
    expect(await ask('adapter.c')).toMatchObject({ sourceName: 'e1000', failure: { why: 'no-member' } });
    expect(await ask('adapter.a', { sources: [3] })).toMatchObject({ sourceName: 'igb', others: 0 });
    expect(await ask('mod:igb adapter.a')).toMatchObject({ sourceName: 'igb', others: 0 });
    expect(await ask('mod:net/i* adapter.a')).toMatchObject({ sourceName: 'igb', others: 0 });
    expect(await ask('adapter.a', { sources: [1] })).toBeNull();
    expect(await ask('adapter.a', { directory: 'kernel/drivers' })).toMatchObject({ others: 1 });
  });

  it('is the kernel’s before that of a BPF object, which declares what it uses', async () => {
    const { session: other } = await OpenFixture.open();
    const { offset } = await other.search(query('thing.id'), 10);
    expect(offset).toMatchObject({ sourceName: 'vmlinux', others: 1, places: [{ offset: 8 }] });
  });

  it('leaves the list as it is: names that hold the text', async () => {
    expect((await session.search(query('task.comm'), 10)).count).toBe(0);
    expect(await session.search(query('adapter'), 10)).toMatchObject({ count: 2, offset: null });
  });
});
