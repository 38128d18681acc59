// Modules in the Sources pane, over a fake session: on and off, their order, a list that is pasted, and the way into Ksyms.
import { act, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';
import { createApp } from '../../store/app.ts';
import type { App } from '../../store/app.ts';
import { AppProvider } from '../../store/react.tsx';
import { FakeBrowser } from '../../store/testing/fake-browser.ts';
import { FakeSession, fakeSource } from '../../store/testing/fake-session.ts';
import { Sources } from './Sources.tsx';

let session: FakeSession;
let browser: FakeBrowser;
let app: App;

const module = (id: number, name: string) => fakeSource(id, name, { role: 'module', base: 1 });
const items = () => screen.getAllByRole('listitem');
const names = () =>
  items().map((item) => /^[a-z_]+/.exec(within(item).getAllByRole('button')[0].textContent)?.[0]);

beforeEach(() => {
  session = new FakeSession();
  browser = new FakeBrowser();
  app = createApp(session, browser);
  app.start();
  const object = fakeSource(9, 'ct.bpf.o', { role: 'object' });
  const symbols = fakeSource(10, 'kallsyms', { role: 'kallsyms', symbols: 150_000, ownTypes: 0 });
  const sources = [
    fakeSource(1, 'vmlinux'),
    module(2, 'veth'),
    module(3, 'tun'),
    module(4, 'nf_nat'),
    object,
    symbols,
  ];
  app.takeWorkspace(session.put(sources, []));
  render(
    <AppProvider app={app}>
      <Sources />
    </AppProvider>,
  );
});

it('are switched off by a checkbox of their own, and say so in a word', async () => {
  const checkbox = screen.getByRole('checkbox', { name: 'nf_nat is loaded' });
  expect(checkbox).toHaveProperty('checked', true);
  await userEvent.click(checkbox);
  expect(session.asked).toContain('setLoaded 4 off');
  await waitFor(() => expect(checkbox).toHaveProperty('checked', false));
  const item = items().find((one) => one.contains(checkbox));
  expect(item?.textContent).toContain('nf_nat off');
});

it('are listed by name, or as loaded, and moved there', async () => {
  expect(names().slice(0, 4)).toEqual(['vmlinux', 'nf_nat', 'tun', 'veth']);
  expect(screen.queryByRole('button', { name: 'Move tun up' })).toBeNull();
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Order of modules' }), 'as loaded');
  expect(names().slice(0, 4)).toEqual(['vmlinux', 'veth', 'tun', 'nf_nat']);
  for (const move of ['Move tun up', 'Move veth down', 'Move tun down', 'Move nf_nat down'])
    await userEvent.click(screen.getByRole('button', { name: move }));
  // The last one is last already.
  const moves = session.asked.filter((question) => question.startsWith('moveModule'));
  expect(moves).toEqual(['moveModule 3 2', 'moveModule 2 4', 'moveModule 3 last']);
  expect(browser.stored.get('btf-explorer/settings')).toContain('"moduleSort":"load"');
});

it('take their order from a list that is pasted, which is told of', async () => {
  session.moduleOrder = { named: 3, missing: ['kvm'], switchedOff: 1 };
  await userEvent.click(screen.getByRole('button', { name: 'Load order…' }));
  const dialog = await screen.findByRole('dialog', { name: 'Load order of modules' });
  await userEvent.type(within(dialog).getByRole('textbox', { name: 'List of modules' }), 'tun\nveth\nkvm');
  await userEvent.click(within(dialog).getByRole('button', { name: 'Take this order' }));
  await waitFor(() => expect(session.asked).toContain('takeModuleOrder tun\nveth\nkvm'));
  const report = await within(dialog).findByRole('status');
  expect(report.textContent).toContain('3 modules named.');
  expect(report.textContent).toContain('1 open module is not named, and switched off now.');
  expect(report.textContent).toContain('1 of them not open, and so not searched here:kvm');
  expect(app.store.getState().moduleSort).toBe('load');
});

it('are left alone by a list in which no name can be read', async () => {
  await userEvent.click(screen.getByRole('button', { name: 'Load order…' }));
  const dialog = await screen.findByRole('dialog', { name: 'Load order of modules' });
  await userEvent.type(within(dialog).getByRole('textbox'), '???');
  await userEvent.click(within(dialog).getByRole('button', { name: 'Take this order' }));
  expect(await within(dialog).findByText(/nothing was changed/)).toBeTruthy();
  expect(app.store.getState().moduleSort).toBe('name');
});

it('stand beside objects, which lead to their ksyms, and kallsyms with its symbols', async () => {
  expect(items().find((item) => item.textContent.startsWith('kallsyms'))?.textContent).toContain(
    '150,000 symbols',
  );
  await userEvent.click(screen.getByRole('link', { name: 'Ksyms of ct.bpf.o' }));
  expect(app.store.getState().place).toMatchObject({
    view: 'ksyms',
    part: 'externs',
    source: 9,
    object: 'ct.bpf.o',
  });
  act(() => app.actions.back());
});
