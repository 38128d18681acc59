// A link into Ksyms carries the kernel it was made on: made once, told of, and the person's own word wins from then on.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { SourceInfo } from '../session/source-api.ts';
import { createApp } from './app.ts';
import type { App } from './app.ts';
import { changedNow } from './linked-kernel.ts';
import { FakeBrowser } from './testing/fake-browser.ts';
import { FakeSession, fakeSource } from './testing/fake-session.ts';

const vmlinux = fakeSource(1, 'vmlinux');
const module = (id: number, name: string, base = 1) => fakeSource(id, name, { role: 'module', base });
const [conntrack, veth] = [module(2, 'nf_conntrack'), module(3, 'veth')];
const object = fakeSource(4, 'ct.bpf.o', { role: 'object' });
const KSYMS = '#v1/ksyms?part=externs&object=ct.bpf.o&extern=bpf_skb_ct_lookup';

let session: FakeSession;
let browser: FakeBrowser;
let app: App;

function boot(fragment: string): void {
  session = new FakeSession();
  browser = new FakeBrowser(fragment);
  app = createApp(session, browser);
  app.start();
}

async function put(...sources: SourceInfo[]): Promise<void> {
  app.takeWorkspace(session.put(sources, []));
  await vi.advanceTimersByTimeAsync(300);
}

const later = () => vi.advanceTimersByTimeAsync(300);
const state = () => app.store.getState();
const off = () =>
  state()
    .workspace.sources.filter(({ loaded }) => !loaded)
    .map(({ id }) => id);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('is in the address, which follows what is switched', async () => {
  boot(KSYMS);
  await put(vmlinux, conntrack, veth, object);
  expect(browser.fragment()).toBe(KSYMS);
  await app.actions.setLoaded([2], false);
  await later();
  expect(browser.fragment()).toBe(`${KSYMS}&off=nf_conntrack`);
  expect(app.actions.linkToHere()).toContain('&off=nf_conntrack');
  await app.actions.setLoaded([2], true);
  await later();
  expect(browser.fragment()).toBe(KSYMS);
});

it('is made when all that the drop holds is open, once, and told', async () => {
  boot(`${KSYMS}&off=nf_conntrack&off=tun`);
  let finish = () => {};
  session.opening = new Promise((resolve) => (finish = resolve));
  session.incoming = { sources: [veth, object], types: [] };
  const opened = app.actions.openFiles([{ name: 'all', path: 'all', blob: new Blob() }]);
  await put(vmlinux, conntrack);
  expect(session.asked).not.toContain('setLoaded 2 off');
  finish();
  await opened;
  await later();
  expect(session.asked).toContain('setLoaded 2 off');
  expect(off()).toEqual([2]);
  expect(state().notice?.text).toBe('nf_conntrack switched off, as in the link');
  expect(changedNow(state()).off).toEqual(['nf_conntrack']);
  // What is not open yet stays in the address, and is switched off when it comes.
  expect(browser.fragment()).toBe(`${KSYMS}&off=nf_conntrack&off=tun`);
  await put(module(5, 'tun'));
  expect(off()).toEqual([2, 5]);
  expect(state().notice?.text).toBe('nf_conntrack and tun switched off, as in the link');
});

it('does not fight with the person', async () => {
  boot(`${KSYMS}&off=nf_conntrack&off=tun`);
  await put(vmlinux, conntrack, object);
  await app.actions.setLoaded([2], true);
  await put(veth, module(5, 'tun'));
  expect(off()).toEqual([]);
  expect(browser.fragment()).toBe(KSYMS);
  expect(changedNow(state()).off).toEqual([]);
});

it('leaves alone what the link does not name, and what it names and is off already', async () => {
  boot('');
  await put(vmlinux, conntrack, veth, object);
  await app.actions.setLoaded([2, 3], false);
  browser.edit(`${KSYMS}&off=nf_conntrack`);
  await later();
  expect(off()).toEqual([2, 3]);
  expect(state().changedForLink).toBeNull();
  expect(browser.fragment()).toBe(`${KSYMS}&off=nf_conntrack&off=veth`);
});

it('of a step that is come back to is the one of now', async () => {
  boot(`${KSYMS}&off=nf_conntrack`);
  await put(vmlinux, conntrack, veth, object);
  app.actions.closeType();
  await later();
  expect(browser.fragment()).toBe('');
  await app.actions.setLoaded([2], true);
  app.actions.back();
  await later();
  expect(off()).toEqual([]);
  expect(browser.fragment()).toBe(KSYMS);
});

const old = fakeSource(1, 'vmlinux', { path: '6.1/vmlinux' });
const fresh = fakeSource(6, 'vmlinux', { path: 'k/6.12/vmlinux' });

it('names the vmlinux where several are open', async () => {
  boot(KSYMS);
  await put(old, conntrack, object, fresh, module(7, 'veth', 6));
  expect(browser.fragment()).toBe(`${KSYMS}&kernel=6.1/vmlinux`);
  await app.actions.setLoaded([7], false);
  await app.actions.chooseKernel(6);
  await later();
  expect(browser.fragment()).toBe(`${KSYMS}&kernel=k/6.12/vmlinux&off=veth`);
});

it('is chosen by its name, with the modules on it and not their namesakes', async () => {
  boot(`${KSYMS}&kernel=6.12/vmlinux&off=nf_conntrack`);
  await put(old, conntrack, object);
  // The one that the link means is still to come; so long it holds for what is there.
  expect(off()).toEqual([2]);
  await put(fresh, module(7, 'nf_conntrack', 6));
  expect(state().workspace.kernel).toBe(6);
  expect(off()).toEqual([2, 7]);
  expect(state().notice?.text).toBe('held against k/6.12/vmlinux, nf_conntrack switched off, as in the link');
  await app.actions.chooseKernel(1);
  await later();
  expect(browser.fragment()).toBe(`${KSYMS}&kernel=6.1/vmlinux&off=nf_conntrack`);
  await put(veth);
  expect(state().workspace.kernel).toBe(1);
});

it('is not guessed where the name fits several', async () => {
  boot(`${KSYMS}&kernel=vmlinux`);
  await put(old, object, fresh);
  expect(session.asked).not.toContain('chooseKernel 1');
  expect(state().workspace.kernel).toBe(1);
});

it('is not named where too many modules are off, which copying says', async () => {
  boot(KSYMS);
  const many = Array.from({ length: 9 }, (_one, i) => module(10 + i, `module_${i}`));
  await put(vmlinux, object, ...many);
  await app.actions.setLoaded(
    many.map(({ id }) => id),
    false,
  );
  await later();
  expect(browser.fragment()).toBe(KSYMS);
  await app.actions.copyLink();
  expect(state().notice?.text).toBe('Link copied; it does not say which 9 modules are switched off');
});

it('waits at its own step while another address is looked at', async () => {
  boot(`${KSYMS}&off=nf_conntrack`);
  browser.edit('#v1/types?q=sk_buff');
  await later();
  browser.back();
  await later();
  expect(browser.fragment()).toBe(`${KSYMS}&off=nf_conntrack`);
  await put(vmlinux, conntrack, veth, object);
  expect(off()).toEqual([2]);
});
