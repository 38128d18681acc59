// What of the search asks for a place in a type, and what does not.
import { expect, it } from 'vitest';
import { parsePlace, type PlaceQuery } from './place-query.ts';

const at = (name: string, place: string | number, kind: PlaceQuery['kind'] = null): PlaceQuery => {
  return { kind, name, place: typeof place === 'number' ? { offset: place } : { path: place } };
};

it.each<[string, PlaceQuery | null]>([
  ['task_struct.pid', at('task_struct', '.pid')],
  ['  struct task_struct.se.load ', at('task_struct', '.se.load', 'struct')],
  ['union u.a', at('u', '.a', 'union')],
  ['typedef spinlock_t.rlock', at('spinlock_t', '.rlock', 'typedef')],
  ['task_struct->mm->pgd', at('task_struct', '->mm->pgd')],
  ['task_struct.comm[3]', at('task_struct', '.comm[3]')],
  ['task_struct.pid;', at('task_struct', '.pid')],
  // What is still being typed shows what is there
  ['task_struct.se.', at('task_struct', '.se')],
  ['task_struct.mm-', at('task_struct', '.mm')],
  ['task_struct.mm->', at('task_struct', '.mm')],
  ['task_struct.comm[', at('task_struct', '.comm')],
  ['task_struct.comm[1', at('task_struct', '.comm')],
  ['task_struct+0x2f0', at('task_struct', 0x2f0)],
  ['task_struct+0X2F0', at('task_struct', 0x2f0)],
  ['struct task_struct+752', at('task_struct', 752, 'struct')],
  ['task_struct+4294967295', at('task_struct', 0xffffffff)],
  ['mod:ext4 inode.i_ino -mod:xfs', at('inode', '.i_ino')],
  ['task_struct+4294967296', null],
  ['task_struct+0x', null],
  ['task_struct+', null],
  ['task_struct.', null],
  ['task_struct', null],
  ['.pid', null],
  ['struct', null],
  ['func schedule.constprop', null],
  ['task_struct.pid other', null],
  ['sk_*.len', null],
  ['task_struct.*', null],
  ['task_struct.p?d', null],
  ['task_struct."pid"', null],
  ['task_struct.mm/pgd', null],
  ['module:ext4 source:vmlinux inode.i_ino', at('inode', '.i_ino')],
  ['kind:union task.comm', null],
  ['task.comm size:>64', null],
  ['member:pid task.comm', null],
  ['-enumerator:A task+8', null],
  ['member:a.b', null],
  ['/task.pid/', null],
  ['"task.pid"', null],
  ['nf_conntrack:[112901]', null],
  ['', null],
  [`a.${'b'.repeat(1000)}`, null],
])('%j', (text, expected) => {
  expect(parsePlace(text)).toEqual(expected);
});
