// The other parts of Ksyms over a fake session: the list of objects, CO-RE relocations, the kernel's kfuncs, a pasted text.
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { CheckAnswer } from '../../session/ksyms-api.ts';
import { NO_KERNEL } from '../../store/testing/fake-ksyms.ts';
import { fakeSource } from '../../store/testing/fake-session.ts';
import { giveElementsASize, mount, openMore } from './testing/mount.tsx';
import { KERNEL, detail, extern, line, load, relocation, report } from './testing/reports.ts';

const rowsOf = (element: HTMLElement) => within(element).getAllByRole('row').slice(1);
const objects = () => screen.findByRole('table', { name: 'Objects' });

beforeEach(giveElementsASize);

describe('the list of objects', () => {
  const many = Array.from({ length: 130 }, (_, i) =>
    report(10 + i, `prog_${i}.bpf.o`, [extern(0, 'bpf_x', { problem: i % 10 === 0 })]),
  );

  it('tells of each its externs, problems and loads, and draws only what is in sight', async () => {
    mount(many);
    const table = await objects();
    await waitFor(() =>
      expect(rowsOf(table)[0].textContent).toBe(
        'prog_0.bpf.o11100no objection, 1 problemno objection, 1 problem',
      ),
    );
    expect(table.getAttribute('aria-rowcount')).toBe('131');
    expect(rowsOf(table).length).toBeLessThan(60);
    expect(screen.getByText('130 objects, 13 with problems')).toBeTruthy();
  });

  it('leads to an object, and back', async () => {
    const { app, browser } = mount(many);
    await userEvent.click(within(await objects()).getByRole('link', { name: 'prog_1.bpf.o' }));
    expect(await screen.findByRole('table', { name: 'Externs' })).toBeTruthy();
    expect(browser.fragment()).toBe('#v1/ksyms?part=externs&object=prog_1.bpf.o');
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Object' }), 'prog_2.bpf.o');
    expect(browser.fragment()).toContain('object=prog_2.bpf.o');
    act(() => app.actions.back());
    act(() => app.actions.back());
    expect(await objects()).toBeTruthy();
  });

  it('says of a damaged one why, in the list and when it is opened', async () => {
    const bad = { code: 'object-bad', message: 'symbol 9 is past the end', offset: 64 } as const;
    mount([report(10, 'bad.bpf.o', [], { object: { error: bad, loads: [] } })]);
    const table = await objects();
    expect(rowsOf(table)[0].textContent).toContain('The BPF object is damaged.');
    await userEvent.click(within(table).getByRole('link', { name: 'bad.bpf.o' }));
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('symbol 9 is past the end');
    expect(alert.textContent).toContain('byte offset 0x40');
  });

  it('says that an object was closed, and leads to the list of the others', async () => {
    const { app, session } = mount(many.slice(0, 2));
    await userEvent.click(within(await objects()).getByRole('link', { name: 'prog_1.bpf.o' }));
    await screen.findByRole('table', { name: 'Externs' });
    session.reports.delete(11);
    await act(() => app.actions.remove(11));
    expect((await screen.findByText(/was closed/)).textContent).toContain('prog_1.bpf.o was closed');
    await userEvent.click(screen.getByRole('button', { name: 'Show the objects' }));
    expect(await objects()).toBeTruthy();
  });

  it('says what to drop where there is none', async () => {
    mount([]);
    expect(await screen.findByText(/No BPF object is open/)).toBeTruthy();
    expect(screen.getByText('clang -g -O2 -target bpf -c prog.bpf.c -o prog.bpf.o')).toBeTruthy();
  });

  it('is asked for anew when more is open, one question at a time', async () => {
    const mounted = mount(many.slice(0, 1));
    expect(rowsOf(await objects())).toHaveLength(1);
    mounted.session.reports.set(11, many[1]);
    openMore(mounted, [fakeSource(11, 'prog_1.bpf.o', { role: 'object' })]);
    await waitFor(async () => expect(rowsOf(await objects())).toHaveLength(2));
  });
});

it('the focus goes on into the table that comes when an object is opened by key', async () => {
  mount([report(10, 'a.bpf.o', [extern(0, 'bpf_x')]), report(11, 'b.bpf.o', [extern(0, 'bpf_y')])]);
  (await objects()).focus();
  await userEvent.keyboard('jj{Enter}');
  await waitFor(() => expect(document.activeElement?.getAttribute('aria-label')).toBe('Externs'));
  expect(document.activeElement?.textContent).toContain('bpf_y');
});

it('the focus comes back to the row of an object when a step back leads to the list', async () => {
  const { app } = mount([
    report(10, 'a.bpf.o', [extern(0, 'bpf_x')]),
    report(11, 'b.bpf.o', [extern(0, 'bpf_y')]),
  ]);
  (await objects()).focus();
  await userEvent.keyboard('jj{Enter}');
  await waitFor(() => expect(document.activeElement?.getAttribute('aria-label')).toBe('Externs'));
  act(() => app.actions.back());
  await waitFor(() => expect(document.activeElement?.textContent).toBe('b.bpf.o'));
});

it('the key into the view puts the focus into the table, and the first row is the first to come', async () => {
  const { app } = mount([report(10, 'a.bpf.o', [extern(0, 'bpf_x'), extern(1, 'bpf_y')])]);
  await objects();
  act(() => app.actions.openKsyms({ part: 'check' }));
  await userEvent.keyboard('K');
  await waitFor(() => expect(document.activeElement?.getAttribute('aria-label')).toBe('Externs'));
  await userEvent.keyboard('j');
  expect(document.activeElement?.textContent).toBe('bpf_x');
});

it('Down leads out of the search for kfuncs to the first row', async () => {
  mount([], '#v1/ksyms?part=kfuncs', (session) => {
    const ref = { source: 1, id: 9 };
    session.kfuncRows = [
      { ref, name: 'bpf_x', sourceName: 'vmlinux', loaded: true, prototype: line('void bpf_x(void)') },
    ];
  });
  await screen.findByRole('link', { name: 'bpf_x' });
  screen.getByRole('searchbox', { name: 'Search kfuncs' }).focus();
  await userEvent.keyboard('{ArrowDown}');
  expect(document.activeElement?.textContent).toBe('bpf_x');
});

describe('the kernel in one line', () => {
  it('is missing, which is said with what that means', async () => {
    mount([report(10, 'a.bpf.o', [])], '', (session) => (session.kernel = NO_KERNEL));
    const note = await screen.findByRole('note', { name: 'No kernel' });
    expect(note.textContent).toContain('a kernel without BTF');
    expect(note.textContent).toContain('cat /sys/kernel/btf/vmlinux > vmlinux.btf');
    expect(screen.getByRole('group', { name: 'Kernel' }).textContent).toContain('no vmlinux open');
  });

  it('says what objects are held against', async () => {
    mount([]);
    const kernel = await screen.findByRole('group', { name: 'Kernel' });
    await waitFor(() => expect(kernel.textContent).toBe('Held against vmlinux1 module loadedno kallsyms'));
  });

  it('lets one of several be chosen', async () => {
    const mounted = mount([]);
    const { session } = mounted;
    const other = { source: 5, name: 'vmlinux', path: 'other/vmlinux' };
    session.kernel = { ...KERNEL, choices: [...KERNEL.choices, other], notLoaded: 2, orderIsKnown: true };
    openMore(mounted, [fakeSource(5, 'vmlinux', { path: 'other/vmlinux' })]);
    const chooser = await screen.findByRole('combobox', { name: 'Kernel to hold against' });
    await userEvent.selectOptions(chooser, 'other/vmlinux');
    expect(session.asked).toContain('chooseKernel 5');
    expect(screen.getByRole('group', { name: 'Kernel' }).textContent).toContain('2 offin load order');
  });
});

describe('CO-RE relocations', () => {
  const core = Array.from({ length: 3000 }, (_, i) =>
    relocation(
      i,
      i === 2999 ? { state: 'poisoned', value: null, text: 'no such member', problem: true } : {},
    ),
  );
  const object = report(7, 'core.bpf.o', [], { core, loads: [load('libbpf')] });

  it('are a table of thousands, of which the last is a key away', async () => {
    const { app } = mount([object]);
    act(() => app.actions.openKsyms({ part: 'relocations' }));
    const table = await screen.findByRole('table', { name: 'Relocations' });
    expect(rowsOf(table).length).toBeLessThan(60);
    expect(screen.getByText('3,000 relocations, 1 problem')).toBeTruthy();
    await userEvent.click(screen.getByRole('checkbox', { name: 'Only problems' }));
    expect(rowsOf(table)).toHaveLength(1);
    expect(rowsOf(table)[0].textContent).toContain('poisoned');
    table.focus();
    await userEvent.keyboard('{Enter}');
    const opened = await screen.findByRole('region', { name: 'Relocation' });
    expect(opened.textContent).toContain('struct thing.member_2999');
    expect(opened.textContent).toContain('no such member');
  });

  it('that a link opens are the current row, and the only one', async () => {
    const { app } = mount([object], '#v1/ksyms?part=relocations&object=core.bpf.o');
    (await screen.findByRole('table', { name: 'Relocations' })).focus();
    await userEvent.keyboard('j');
    act(() => app.actions.openKsyms({ relocation: 4 }));
    await waitFor(() =>
      expect([...document.querySelectorAll('[data-current]')].map((row) => row.textContent)).toEqual([
        expect.stringContaining('member_4'),
      ]),
    );
  });

  it('show their instruction before and after libbpf, poisoned in both halves', async () => {
    const { session, app } = mount([object], '#v1/ksyms?part=relocations&object=core.bpf.o&relocation=5');
    const insn = (code: number, text: string, hi: number | null = null) => {
      return { code, dst: 0, src: 0, off: 0, imm: 1, hi, fdOf: null, text };
    };
    const poison = insn(0x85, 'call unknown#195896080');
    const detail = { generation: 2, section: 'tc', changed: true };
    session.coreDetails.set('7/6', {
      ...detail,
      row: { ...core[6], state: 'poisoned' },
      before: insn(0x18, 'r1 = 0x1', 0),
      after: [poison, poison],
    });
    session.coreDetails.set('7/7', {
      ...detail,
      row: core[7],
      before: insn(0xb7, 'r1 = 1'),
      after: [insn(0xb7, 'r1 = 1')],
      changed: false,
    });
    act(() => app.actions.openKsyms({ relocation: 6 }));
    const region = () => screen.findByRole('region', { name: /^Instructions?$/ });
    const table = within(await region()).getByRole('table');
    expect(rowsOf(table)[0].textContent).toContain('r1 = 0x10x18 src=0 off=0 imm=1 imm2=0');
    expect(within(table).getAllByText('call unknown#195896080', { exact: false })).toHaveLength(2);
    expect(table.textContent).toContain('poisoned');
    act(() => app.actions.openKsyms({ relocation: 7 }));
    expect(await screen.findByText(/^Nothing changes/)).toBeTruthy();
    expect((await region()).textContent).not.toContain('imm2');
  });

  it('that are not reached say so once', async () => {
    const text = 'the load has ended before';
    const unreached = relocation(0, { state: 'not-reached', value: null, text });
    mount(
      [report(7, 'core.bpf.o', [], { core: [unreached] })],
      '#v1/ksyms?part=relocations&object=core.bpf.o&relocation=0',
    );
    const opened = await screen.findByRole('region', { name: 'Relocation' });
    expect(within(opened).getByRole('region', { name: 'Loaders' }).textContent).toContain(
      'libbpfnot reached the load has ended before',
    );
  });

  it('of another object is not shown with the instruction of the one of its number', async () => {
    const other = report(8, 'other.bpf.o', [], { core: [relocation(0, { local: 'struct other.member' })] });
    const { app, session } = mount([object, other]);
    const insn = { code: 0xb7, dst: 1, src: 0, off: 0, imm: 1, hi: null, fdOf: null, text: 'r1 = 1' };
    const told = { generation: 2, section: 'tc', row: core[0], before: insn, after: [insn], changed: false };
    session.coreDetails.set('7/0', told);
    act(() => app.actions.openKsyms({ part: 'relocations', source: 7, object: 'core.bpf.o', relocation: 0 }));
    const opened = () => screen.findByRole('region', { name: 'Relocation' });
    await waitFor(async () => expect((await opened()).textContent).toContain('r1 = 1'));
    vi.spyOn(session, 'coreDetail').mockReturnValue(new Promise(() => {}));
    act(() => app.actions.openKsyms({ source: 8, object: 'other.bpf.o', relocation: 0 }));
    await waitFor(async () => expect((await opened()).textContent).toContain('struct other.member'));
    expect((await opened()).textContent).not.toContain('r1 = 1');
  });

  it('open from an address', async () => {
    mount([object], '#v1/ksyms?part=relocations&object=core.bpf.o&relocation=5');
    expect((await screen.findByRole('region', { name: 'Relocation' })).textContent).toContain('member_5');
  });
});

describe('kfuncs', () => {
  it('are searched by name, with source, prototype and what is switched off', async () => {
    const { app, session, browser } = mount([]);
    session.kfuncRows = ['bpf_ct_release', 'bpf_cast_to_kern_ctx'].map((name, i) => ({
      ref: { source: 2, id: i + 1 },
      name,
      sourceName: 'nf_conntrack',
      loaded: i === 1,
      prototype: line(`void ${name}(struct nf_conn *)`, { source: 2, id: 50 }),
    }));
    act(() => app.actions.openKsyms({ part: 'kfuncs' }));
    const region = await screen.findByRole('region', { name: 'Kfuncs' });
    expect(await within(region).findByText('2 kfuncs')).toBeTruthy();
    await userEvent.type(within(region).getByRole('searchbox', { name: 'Search kfuncs' }), 'ct_rel');
    expect(await within(region).findByText('1 of 2 kfuncs')).toBeTruthy();
    const [row] = rowsOf(within(region).getByRole('table'));
    expect(row.textContent).toBe('bpf_ct_releasenf_conntrack offvoid bpf_ct_release(struct nf_conn *)');
    await waitFor(() => expect(browser.fragment()).toContain('part=kfuncs&search=ct_rel'));
  });
});

describe('a pasted text', () => {
  it('is checked once typing pauses, and shows what an extern shows', async () => {
    const { app, session } = mount([]);
    act(() => app.actions.openKsyms({ part: 'check' }));
    const advice = [{ code: 'not-a-kfunc' }] as const;
    session.checked = {
      state: 'extern',
      detail: detail(extern(0, 'bpf_x', { programs: [], uses: 0 }), { advice }),
    };
    await userEvent.type(await screen.findByRole('textbox', { name: /libbpf.s log/ }), 'void bpf_x(void)');
    const region = await screen.findByRole('region', { name: 'Extern' });
    expect(region.textContent).toContain('is not marked as a kfunc');
    const asked = session.asked.filter((question) => question.startsWith('checkExtern v'));
    expect(asked.at(-1)).toBe('checkExtern void bpf_x(void)');
    expect(asked.length).toBeLessThan(8);
  });

  it('that cannot be read is told with the place', async () => {
    mount([], '#v1/ksyms?part=check&pasted=int+f(struct%0A+++!', (session) => {
      session.checked = { state: 'unreadable', why: 'expected a name', at: 16 };
    });
    const note = await screen.findByRole('note', { name: 'Cannot be read' });
    expect(note.textContent).toContain('expected a name, at line 2, character 4');
  });

  it('that is a line of a log says what the kernel has', async () => {
    const checked: CheckAnswer = {
      state: 'log',
      told: {
        name: 'bpf_x',
        kind: 'func',
        typed: true,
        weak: null,
        told: 'not-found',
        btf: null,
        line: 'the line',
      },
      hits: [
        {
          where: 'nf_conntrack',
          ref: { source: 2, id: 9 },
          kind: 'func',
          loaded: false,
          kfunc: 'kfunc',
          declaration: line('void bpf_x(void)'),
        },
      ],
      advice: [{ code: 'module-not-loaded', modules: ['nf_conntrack'] }],
      kernel: KERNEL,
    };
    mount([], '#v1/ksyms?part=check&pasted=log', (session) => (session.checked = checked));
    const region = await screen.findByRole('region', { name: 'Extern' });
    expect(region.textContent).toContain('The loader found it nowhere.');
    expect(region.textContent).toContain('nf_conntrack, a function, a kfunc, switched off');
    expect(region.textContent).toContain('nf_conntrack has bpf_x and is switched off here');
  });

  it('that is a name by itself says where it is, and what kallsyms has', async () => {
    const checked: CheckAnswer = {
      state: 'name',
      name: 'bpf_x',
      hits: [],
      kallsyms: { state: 'searched', found: 1, entries: [{ address: '0xffff', type: 't', module: 'tun' }] },
      advice: [
        { code: 'similar-names', names: [{ name: 'bpf_y', module: null, loaded: true, kfunc: true }] },
      ],
      kernel: KERNEL,
    };
    const { browser } = mount(
      [],
      '#v1/ksyms?part=check&pasted=bpf_x',
      (session) => (session.checked = checked),
    );
    const region = await screen.findByRole('region', { name: 'Extern' });
    expect(region.textContent).toContain('Neither vmlinux nor a module that is open has this name.');
    expect(within(region).getByRole('row', { name: '0xffff t tun' })).toBeTruthy();
    await userEvent.click(within(region).getByRole('link', { name: 'bpf_y' }));
    expect(browser.fragment()).toBe('#v1/type?name=bpf_y&source=vmlinux');
  });
});
