// The externs of an object as a person meets them, over a fake session: what is told of each, and moving by keyboard alone.
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { conntrack, giveElementsASize, mount } from './testing/mount.tsx';
import type { Mounted } from './testing/mount.tsx';
import { detail, error, extern, line, load, report, verdict, verdicts } from './testing/reports.ts';

const OBJECT = 7;
const SK_BUFF = { source: 1, id: 40 };
const printed =
  "libbpf: extern (func ksym) 'bpf_ct_release': func_proto [12] incompatible with nf_conntrack [99]";

const found = extern(0, 'bpf_skb_ct_lookup', {
  foundIn: 'nf_conntrack',
  verdicts: verdicts(
    verdict({ outcome: 'module-btf', module: 'nf_conntrack', btfId: 77 }),
    error('aya: not in vmlinux'),
    verdict({ outcome: 'module-btf', module: 'nf_conntrack', btfId: 77 }),
  ),
});
const differs = extern(1, 'bpf_ct_release', {
  verdicts: verdicts(error(printed), verdict({ outcome: 'weak-missing', btfId: null })),
  problem: true,
});
const failing = report(OBJECT, 'ct.bpf.o', [found, differs], {
  loads: [
    load('libbpf', { stage: 'prepare', errno: -22, message: printed, extern: 'bpf_ct_release' }),
    load('aya'),
    load('aya-module-btf'),
  ],
});

const table = () => screen.findByRole('table', { name: 'Externs' });
const region = () => screen.findByRole('region', { name: 'Extern' });
const rowsOf = (element: HTMLElement) => within(element).getAllByRole('row').slice(1);

function mountFailing(fragment?: string): Mounted {
  const mounted = mount([failing], fragment);
  mounted.session.details.set('7/0', detail(found));
  mounted.session.details.set(
    '7/1',
    detail(differs, {
      steps: [
        { name: 'vmlinux', source: 1, result: 'none' },
        { name: 'nf_conntrack', source: 2, result: 'hit' },
      ],
      searched: 2,
      hits: [
        {
          where: 'nf_conntrack',
          ref: { source: 2, id: 99 },
          loaded: true,
          kfunc: 'kfunc',
          compatible: false,
          difference: 'argument 1: local `int`, kernel `struct sk_buff *`',
          sides: [
            { part: 'returns', argument: 0, local: line('void'), kernel: line('void'), differs: false },
            {
              part: 'argument',
              argument: 1,
              local: line('int'),
              kernel: line('struct sk_buff *', SK_BUFF),
              differs: true,
            },
          ],
        },
      ],
      uses: [
        {
          program: 'first',
          section: 'tc',
          insn: 4,
          origin: null,
          form: 'call',
          before: { code: 133, dst: 0, src: 2, off: 0, imm: -1, hi: null, fdOf: null, text: 'call -1' },
          after: {
            code: 133,
            dst: 0,
            src: 2,
            off: 1,
            imm: 99,
            hi: null,
            fdOf: null,
            text: 'call kernel function',
          },
          poisoned: false,
        },
      ],
    }),
  );
  return mounted;
}

beforeEach(giveElementsASize);

describe('an object that is the only one', () => {
  it('shows its externs with what each loader says, in words', async () => {
    const { app } = mountFailing();
    act(() => app.actions.openKsyms({ part: 'externs' }));
    const [first, second] = rowsOf(await table());
    expect(first.textContent).toMatch(
      /bpf_skb_ct_lookup.*strong.*first.*nf_conntrack.*resolved.*error \/ resolved/,
    );
    expect(second.textContent).toMatch(/bpf_ct_release.*errornull$/);
    const summary = screen.getByRole('group', { name: 'Summary' });
    expect(summary.textContent).toContain('libbpf: load fails at bpf_ct_release with EINVAL (-22)');
    expect(summary.textContent).toContain(printed);
    expect(summary.textContent).toContain('aya, both revisions: no objection');
  });

  it('can be narrowed to its problems, which the address keeps', async () => {
    const { app, browser } = mountFailing();
    act(() => app.actions.openKsyms({ part: 'externs' }));
    expect(rowsOf(await table())).toHaveLength(2);
    await userEvent.click(screen.getByRole('checkbox', { name: 'Only problems' }));
    expect(rowsOf(await table())).toHaveLength(1);
    await waitFor(() => expect(browser.fragment()).toContain('problems=1'));
  });
});

describe('an extern', () => {
  it('opens with the keyboard, says in words what differs, and links the types', async () => {
    const { app, browser } = mountFailing();
    act(() => app.actions.openKsyms({ part: 'externs' }));
    (await table()).focus();
    await userEvent.keyboard('jj');
    expect(document.activeElement?.textContent).toBe('bpf_ct_release');
    await userEvent.keyboard('{Enter}');
    const opened = await region();
    const argument = (await within(opened).findByRole('rowheader', { name: 'argument 1 differs' })).closest(
      'tr',
    );
    expect(argument?.textContent).toBe('argument 1 differsintstruct sk_buff *');
    expect(
      within(opened).getByRole('rowheader', { name: 'returns' }).closest('tr')?.textContent,
    ).not.toContain('differs');
    expect(within(opened).getByRole('link', { name: 'struct sk_buff *' })).toBeTruthy();
    expect(within(opened).getByText(printed)).toBeTruthy();
    expect(within(opened).getByText('0x85 src=2 off=1 imm=99')).toBeTruthy();
    expect(browser.fragment()).toBe('#v1/ksyms?part=externs&object=ct.bpf.o&extern=bpf_ct_release');

    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('region', { name: 'Extern' })).toBeNull());
    await waitFor(() => expect(document.activeElement?.textContent).toBe('bpf_ct_release'));
    act(() => app.actions.back());
    expect(await region()).toBeTruthy();
  });

  it('opens from an address, also one that comes before its object', async () => {
    const { session, app } = mount([], '#v1/ksyms?part=externs&object=ct.bpf.o&extern=bpf_ct_release');
    expect(await screen.findByText(/which is not open/)).toBeTruthy();
    session.reports.set(OBJECT, failing);
    session.details.set('7/1', detail(differs));
    act(() =>
      app.takeWorkspace(session.put([{ ...conntrack, id: OBJECT, name: 'ct.bpf.o', role: 'object' }], [])),
    );
    expect((await region()).textContent).toContain('bpf_ct_release');
  });

  it('that the object of a link does not have is said to be missing', async () => {
    mountFailing('#v1/ksyms?part=externs&object=ct.bpf.o&extern=nobody');
    expect((await region()).textContent).toContain('has no extern nobody');
  });

  it('whose module is switched off offers to switch it on, and is asked for anew then', async () => {
    const mounted = mountFailing('#v1/ksyms?part=externs&object=ct.bpf.o&extern=bpf_skb_ct_lookup');
    const { session, app } = mounted;
    const missing = error('libbpf: not found');
    const lost = extern(0, 'bpf_skb_ct_lookup', { foundIn: null, found: null, verdicts: verdicts(missing) });
    session.details.set(
      '7/0',
      detail(lost, { advice: [{ code: 'module-not-loaded', modules: ['nf_conntrack'] }] }),
    );
    act(() => void app.actions.setLoaded([2], false));
    const opened = await region();
    const button = await within(opened).findByRole('button', { name: 'Switch nf_conntrack on' });
    expect(within(opened).getByText(/switched off here, as if not loaded/)).toBeTruthy();
    session.details.set('7/0', detail(found));
    await userEvent.click(button);
    expect(session.asked).toContain('setLoaded 2 on');
    await waitFor(() => expect(within(opened).queryByText(/switched off here/)).toBeNull());
    expect(opened.textContent).toContain('resolved in the BTF of nf_conntrack, id 77');
  });

  it('of a link whose module is off there says that it was switched off here, and leads back', async () => {
    const link = '#v1/ksyms?part=externs&object=ct.bpf.o&extern=bpf_skb_ct_lookup';
    const { session, browser } = mountFailing(`${link}&off=nf_conntrack`);
    const note = await screen.findByRole('note', { name: 'Changed for the link' });
    expect(note.textContent).toContain('As in the link: nf_conntrack switched off.');
    const row = within(await table()).getByRole('link', { name: 'bpf_skb_ct_lookup' });
    expect(row.getAttribute('href')).toBe(`${link}&off=nf_conntrack`);
    await userEvent.click(within(note).getByRole('button', { name: 'Switch nf_conntrack on' }));
    expect(session.asked).toContain('setLoaded 2 on');
    await waitFor(() => expect(screen.queryByRole('note', { name: 'Changed for the link' })).toBeNull());
    await waitFor(() => expect(browser.fragment()).toBe(link));
  });

  it('of a link that waits for a module has an address that waits for it too', async () => {
    const link = '#v1/ksyms?part=externs&object=ct.bpf.o';
    const { app, browser } = mountFailing(`${link}&off=tun`);
    const href = async () =>
      within(await table())
        .getByRole('link', { name: 'bpf_ct_release' })
        .getAttribute('href');
    expect(await href()).toBe(`${link}&extern=bpf_ct_release&off=tun`);
    await act(() => app.actions.setLoaded([2], false));
    expect(await href()).toBe(`${link}&extern=bpf_ct_release&off=nf_conntrack`);
    await waitFor(() => expect(browser.fragment()).toBe(`${link}&off=nf_conntrack`));
  });

  it.each(['Switch nf_conntrack on', 'Dismiss the note on the link'])(
    'has the focus when the note on the link is gone by key: %s',
    async (name) => {
      mountFailing('#v1/ksyms?part=externs&object=ct.bpf.o&extern=bpf_skb_ct_lookup&off=nf_conntrack');
      await table();
      (await screen.findByRole('button', { name })).focus();
      await userEvent.keyboard('{Enter}');
      await waitFor(() => expect(screen.queryByRole('note', { name: 'Changed for the link' })).toBeNull());
      await waitFor(() => expect(document.activeElement?.textContent).toBe('bpf_skb_ct_lookup'));
    },
  );

  it('of another object is not told of with what is known of its namesake', async () => {
    const other = report(8, 'other.bpf.o', [extern(0, 'bpf_skb_ct_lookup')]);
    const { app, session } = mount([failing, other]);
    session.details.set('7/0', detail(found, { advice: [{ code: 'not-a-kfunc' }] }));
    act(() => app.actions.openKsyms({ part: 'externs', source: OBJECT, extern: found.name }));
    expect((await region()).textContent).toContain('is not marked as a kfunc');
    vi.spyOn(session, 'externDetail').mockReturnValue(new Promise(() => {}));
    act(() => app.actions.openKsyms({ source: 8, object: 'other.bpf.o' }));
    await waitFor(async () => expect((await table()).textContent).not.toContain('bpf_ct_release'));
    expect((await region()).textContent).not.toContain('is not marked as a kfunc');
  });

  it('that was looked for in thousands of modules says so in a line', async () => {
    const { session } = mount(
      [report(OBJECT, 'ct.bpf.o', [found])],
      '#v1/ksyms?part=externs&object=ct.bpf.o&extern=bpf_skb_ct_lookup',
    );
    const none = Array.from({ length: 198 }, (_, i) => ({
      name: `m${i}`,
      source: 20 + i,
      result: 'none' as const,
    }));
    const steps = [
      { name: 'vmlinux', source: 1, result: 'none' as const },
      ...none,
      { name: 'nf_conntrack', source: 2, result: 'hit' as const },
      { name: 'later', source: 3, result: 'not-loaded' as const },
    ];
    session.details.set('7/0', detail(found, { steps, searched: 2207 }));
    const trail = await within(await region()).findByRole('region', { name: 'Search' });
    const places = within(trail).getAllByRole('listitem');
    expect(places.map((place) => place.querySelector('summary')?.textContent ?? place.textContent)).toEqual([
      'vmlinux not there',
      '2,205 modules: not there',
      'nf_conntrack found; the first BTF that has it decides',
      'later has it, and is switched off: not searched',
    ]);
    expect(places[1].textContent).toContain('m197 and 2,007 more');
  });

  it('that is nowhere says what that can mean', async () => {
    const nowhere = extern(0, 'bpf_new_thing', { foundIn: null, found: null, problem: true });
    const { session } = mount(
      [report(OBJECT, 'new.bpf.o', [nowhere])],
      '#v1/ksyms?part=externs&object=new.bpf.o&extern=bpf_new_thing',
    );
    const similar = { name: 'bpf_now_thing', module: 'nf_conntrack', loaded: false, kfunc: true };
    session.details.set('7/0', detail(nowhere, { advice: [{ code: 'similar-names', names: [similar] }] }));
    const advice = await within(await region()).findByRole('region', { name: 'What to do' });
    expect(advice.textContent).toContain('No BTF that is open has bpf_new_thing.');
    expect(advice.textContent).toContain('older than the symbol');
    expect(advice.textContent).toContain('bpf_now_thing in nf_conntrack, which is switched off, a kfunc');
  });
});

describe('copies', () => {
  it('are of the object or of the extern that is opened', async () => {
    const { browser } = mountFailing('#v1/ksyms?part=externs&object=ct.bpf.o&extern=bpf_ct_release');
    const opened = await region();
    await userEvent.click(within(opened).getByRole('button', { name: 'Copy as Markdown' }));
    await waitFor(() => expect(browser.clipboard).toBe('markdown of 7/1\n'));
    await userEvent.click(within(opened).getByRole('button', { name: 'Download JSON' }));
    await waitFor(() => expect(browser.files[0]?.name).toBe('ct.bpf.o.bpf_ct_release.json'));
    await userEvent.click(within(opened).getByRole('button', { name: 'Copy link' }));
    await waitFor(() => expect(browser.clipboard).toContain('extern=bpf_ct_release'));
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('region', { name: 'Extern' })).toBeNull());
    await userEvent.click(screen.getByRole('button', { name: 'Copy as text' }));
    await waitFor(() => expect(browser.clipboard).toBe('text of 7\n'));
  });
});
