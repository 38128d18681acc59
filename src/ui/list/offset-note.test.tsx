// The line above the list: what lies at the place that the search asks for, its type a link, a click to the layout.
import { act, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { expect, it, vi } from 'vitest';
import type { SourceInfo } from '../../session/source-api.ts';
import type { OffsetAnswer, OffsetPlace } from '../../session/offset-api.ts';
import { createApp } from '../../store/app.ts';
import { AppProvider } from '../../store/react.tsx';
import { FakeBrowser } from '../../store/testing/fake-browser.ts';
import { FakeSession, fakeHash, fakeSource } from '../../store/testing/fake-session.ts';
import type { FakeType } from '../../store/testing/fake-session.ts';
import { NoHits } from './NoHits.tsx';
import { OffsetNote } from './OffsetNote.tsx';

const TASK = { ref: { source: 1, id: 40 }, words: 'struct task_struct' };
const MM = { ref: { source: 1, id: 41 }, words: 'struct mm_struct' };
const pid: OffsetPlace = {
  path: 'pid',
  place: 'member',
  type: [{ kind: 'type', text: 'pid_t', ref: { source: 1, id: 7 } }],
  offset: 2472,
  size: 4,
  bits: null,
};
const answer: OffsetAnswer = {
  type: TASK,
  sourceName: 'vmlinux',
  others: 0,
  asked: { by: 'path', path: '.pid' },
  through: [],
  within: TASK,
  places: [pid],
  truncated: false,
  failure: null,
};

interface More {
  readonly sources?: readonly SourceInfo[];
  readonly types?: readonly FakeType[];
}

async function show(
  change: Partial<OffsetAnswer>,
  more: ReactNode = null,
  { sources = [fakeSource(1, 'vmlinux')], types = [] }: More = {},
) {
  const session = new FakeSession();
  session.offset = { ...answer, ...change };
  const app = createApp(session, new FakeBrowser());
  const task = { source: 1, id: 40, kind: 'struct', name: 'task_struct', size: 9856 } as const;
  app.takeWorkspace(session.put(sources, [task, ...types]));
  render(
    <AppProvider app={app}>
      <OffsetNote />
      {more}
    </AppProvider>,
  );
  return { app, session, note: await screen.findByRole('note', { name: 'Offset' }) };
}

const lines = (note: HTMLElement) => [...note.querySelectorAll('p')].map((line) => line.textContent);

it('says where a member lies, and leads to the layout of its struct', async () => {
  const { app, note } = await show({});
  expect(lines(note)).toEqual(['task_struct.pid: pid_t at offset 2,472 (0x9a8), 4 bytes']);
  expect(within(note).getByRole('link', { name: 'pid_t' })).toBeTruthy();
  const link = within(note).getByRole('link', { name: 'task_struct' });
  expect(link.getAttribute('href')).toContain('name=task_struct&source=vmlinux&id=40&tab=layout');
  await userEvent.click(link);
  expect(app.store.getState().place).toMatchObject({ view: 'type', ref: TASK.ref, tab: 'layout' });
});

it('says what lies at an offset: members, bits of them, room between them', async () => {
  const { note } = await show({
    asked: { by: 'offset', offset: 2474 },
    places: [
      pid,
      { ...pid, path: 'bits.first', offset: 2472, bits: { offset: 16, size: 3 } },
      { ...pid, path: 'bits', place: 'hole' },
      { ...pid, path: '', place: 'padding' },
    ],
    truncated: true,
    others: 2,
  });
  expect(lines(note)).toEqual([
    'task_struct.pid: pid_t at offset 2,472 (0x9a8), 4 bytes, 2 bytes into it',
    'task_struct.bits.first: pid_t at offset 2,472 (0x9a8), 3 bits from bit 16 of 4 bytes',
    'task_struct+0x9aa: a hole between the members of bits',
    'task_struct+0x9aa: padding behind the last member',
    'More members cover it.',
    'In vmlinux; there are 2 other definitions of struct task_struct.',
  ]);
});

it('stands over an empty list that does not take it for a failure', async () => {
  const { app, session, note } = await show({}, <NoHits />);
  expect(note).toBeTruthy();
  act(() => app.actions.setQuery({ text: 'task_struct.pid' }));
  const said = () => screen.getByText(/^No type has/).textContent;
  await waitFor(() => expect(said()).toBe('No type has task_struct.pid in its name.'));
  // Until the next answer is there it is of what was asked last.
  vi.spyOn(session, 'search').mockReturnValue(new Promise(() => {}));
  act(() => app.actions.setQuery({ text: 'task_struct' }));
  expect(said()).toBe('No type has task_struct.pid in its name.');
  expect(screen.queryByRole('button', { name: 'Clear the search' })).toBeNull();
});

it('names the pointers that a path follows', async () => {
  const { note } = await show({
    asked: { by: 'path', path: '.mm.pgd' },
    through: [{ in: TASK, path: 'mm', offset: 2296 }],
    within: MM,
    places: [{ ...pid, path: 'pgd', offset: 72, size: 8 }],
  });
  expect(lines(note)).toEqual([
    'task_struct.mm at offset 2,296 (0x8f8) points to',
    'mm_struct.pgd: pid_t at offset 72 (0x48), 8 bytes',
  ]);
});

it('names equal pointers one after the other', async () => {
  const told = vi.spyOn(console, 'error');
  const parent = { in: TASK, path: 'parent', offset: 2496 };
  const { note } = await show({ through: [parent, parent] });
  expect(lines(note)).toEqual([
    'task_struct.parent at offset 2,496 (0x9c0) points to',
    'task_struct.parent at offset 2,496 (0x9c0) points to',
    'task_struct.pid: pid_t at offset 2,472 (0x9a8), 4 bytes',
  ]);
  expect(told).not.toHaveBeenCalled();
});

it('tells the source from others of its name', async () => {
  const sources = [
    fakeSource(1, 'vmlinux', { path: '6.1/vmlinux' }),
    fakeSource(2, 'vmlinux', { path: '6.12/vmlinux' }),
  ];
  const { note } = await show({ others: 1 }, null, { sources });
  expect(lines(note).at(-1)).toBe('In 6.1/vmlinux; there is 1 other definition of struct task_struct.');
});

it('of a typedef of a module the source is the module, also where the struct is in its base', async () => {
  const { note } = await show({ others: 1, sourceName: 'tun', type: { ...TASK, words: 'task_t' } });
  expect(lines(note).at(-1)).toBe('In tun; there is 1 other definition of task_t.');
});

it('leads from a typedef to the struct behind it, by click and by address', async () => {
  const lock = { source: 1, id: 50, kind: 'struct', name: 'spinlock', size: 4 } as const;
  const LOCK = { ref: { source: 1, id: 50 }, words: 'spinlock_t' };
  const { app, note } = await show({ type: LOCK, within: LOCK }, null, { types: [lock] });
  const link = within(note).getByRole('link', { name: 'spinlock_t' });
  await waitFor(() =>
    expect(link.getAttribute('href')).toBe(
      `#v1/type?kind=struct&name=spinlock&source=vmlinux&hash=${fakeHash(lock)}&size=4&id=50&tab=layout`,
    ),
  );
  await userEvent.click(link);
  expect(app.store.getState().place).toMatchObject({ view: 'type', ref: LOCK.ref, tab: 'layout' });
});

it.each<[failure: OffsetAnswer['failure'], asked: OffsetAnswer['asked'], line: string]>([
  [
    { why: 'outside', size: 9856 },
    { by: 'offset', offset: 0x9999 },
    'task_struct+0x9999: it ends before that, after 9,856 bytes',
  ],
  [
    { why: 'no-member', at: 'pix', type: [{ kind: 'type', text: 'struct task_struct' }] },
    { by: 'path', path: '.pix' },
    'task_struct.pix: struct task_struct has no member pix',
  ],
  [
    { why: 'no-struct', at: 'x', type: [{ kind: 'type', text: 'pid_t' }] },
    { by: 'path', path: '.pid.x' },
    'task_struct.pid.x: x is looked for in pid_t, which has no members',
  ],
  [
    { why: 'no-array', at: '[0]', type: [{ kind: 'type', text: 'pid_t' }] },
    { by: 'path', path: '.pid[0]' },
    'task_struct.pid[0]: [0] is looked for in pid_t, which is no array',
  ],
  [
    { why: 'out-of-range', at: '[16]', type: [{ kind: 'type', text: 'char [16]' }] },
    { by: 'path', path: '.comm[16]' },
    'task_struct.comm[16]: [16] is beyond the end of char [16]',
  ],
])('says why nothing is there: %j', async (failure, asked, line) => {
  const { note } = await show({ failure, asked, places: [] });
  expect(lines(note)).toEqual([line]);
});
