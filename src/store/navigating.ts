/**
 * Moving about: opens types and links, keeps the address and the browser's history in step, and brings places back with
 * their scroll positions. Which type page is on the screen is asked of the worker in `showing.ts`.
 */

import type { TypeRef } from '../session/source-api.ts';
import type { LinkTarget } from '../session/type-api.ts';
import { MAX_OFF } from './link/address.ts';
import type { Address, AddressPlace } from './link/address.ts';
import { readFragment, writeFragment } from './link/fragment.ts';
import { messageOf } from './failures.ts';
import { groupDigits } from './messages/numbers.ts';
import type { Parts } from './parts.ts';
import { DEFAULT_C, DEFAULT_KSYMS, DEFAULT_LAYOUT, sameRef, withoutNumbers } from './place.ts';
import type { LayoutChoice, Place, Sought, TypePlace, TypeTab } from './place.ts';
import type { KernelOfLinks } from './linked-kernel.ts';
import type { Searching } from './searching.ts';
import { createShowing } from './showing.ts';
import { createTrail } from './trail.ts';
import type { AppActions } from './state.ts';

/** The address follows typing at this pace, in milliseconds: browsers limit how often it may change. */
const ADDRESS_DELAY = 200;

type NavigationActions = Pick<
  AppActions,
  | 'openType'
  | 'seek'
  | 'openLink'
  | 'closeType'
  | 'openKsyms'
  | 'changeKsyms'
  | 'openSource'
  | 'setSourceTab'
  | 'setTab'
  | 'setC'
  | 'setLayoutForm'
  | 'setExpand'
  | 'toggleHex'
  | 'setCachelineSize'
  | 'toggleExpanded'
  | 'back'
  | 'forward'
  | 'copyLink'
  | 'linkToHere'
  | 'copyText'
  | 'acceptDifferences'
  | 'rememberScroll'
  | 'scrollOf'
>;

export interface Navigation {
  readonly actions: NavigationActions;
  readonly start: () => () => void;
  readonly queryChanged: () => void;
  readonly workspaceChanged: () => void;
  /** Goes over from numbers of sources to their names, before the numbers mean something else. */
  readonly forgetNumbers: () => void;
}

export function createNavigation(parts: Parts, searching: Searching, linked: KernelOfLinks): Navigation {
  const { store, browser, notify } = parts;
  const trail = createTrail(parts);
  const showing = createShowing(parts, { enter, onPage: writeAddress });
  /** Sources that an address filters the list to, by name, until they are open. */
  let wantedSources: readonly string[] = [];
  /** The tab asked for last; a type that has no such tab does not change it. */
  let preferredTab: TypeTab = 'c';
  let seeks = 0;
  let addressTimer: ReturnType<typeof setTimeout> | undefined;

  /** A new step of the history. */
  function enter(place: Place): void {
    flushAddress();
    trail.leave();
    store.setState({ place });
    trail.push(fragment());
  }

  function go(place: Exclude<Place, TypePlace>): void {
    enter(place);
    void showing.update();
  }

  function change(part: Partial<Omit<TypePlace, 'view'>>): void {
    const { place } = store.getState();
    if (place.view !== 'type') return;
    const changed = { ...place, ...part };
    store.setState({ place: changed, shown: showing.asking(changed) });
    writeAddress();
  }

  function changeLayout(part: Partial<TypePlace['layout']>): void {
    const { place } = store.getState();
    if (place.view === 'type') change({ layout: { ...place.layout, ...part } });
  }

  function openAs(
    ref: TypeRef | null,
    target: LinkTarget | null,
    tab: TypeTab,
    { opened, sought = null }: { opened?: (() => void) | undefined; sought?: Sought | null } = {},
  ): void {
    const { place } = store.getState();
    const { c, layout } = place.view === 'type' ? place : { c: DEFAULT_C, layout: DEFAULT_LAYOUT };
    const asItComes = { ...layout, expanded: [], folded: [] };
    const to: TypePlace = {
      view: 'type',
      ref,
      target,
      followed: ref === null,
      tab,
      // Who follows a type out of the text of everything wants to see that type.
      c: c.form === 'everything' ? { ...c, form: 'declaration' } : c,
      layout: sought ? layoutWith(sought, asItComes) : asItComes,
      sought,
    };
    void showing.goTo(to, opened);
  }

  function tryAgain(): void {
    if (store.getState().shown.state === 'failed') void showing.update();
  }

  function addressOf(place: Place): Address {
    const { query, workspace } = store.getState();
    const ids = query.sources === null ? null : new Set(query.sources);
    const names = ids
      ? workspace.sources.filter(({ id }) => ids.has(id)).map(({ name }) => name)
      : wantedSources;
    return { place: addressPlaceOf(place), query, sources: names, kernel: linked.forAddress() };
  }

  /** A type that was clicked has no words for the address yet: until they come the old address stays. */
  function fragment(): string {
    const { place } = store.getState();
    if (place.view === 'type' && place.target === null) return browser.fragment();
    return writeFragment(addressOf(place));
  }

  function writeAddress(): void {
    clearTimeout(addressTimer);
    addressTimer = undefined;
    trail.replace(fragment());
  }

  function queueAddress(): void {
    clearTimeout(addressTimer);
    addressTimer = setTimeout(writeAddress, ADDRESS_DELAY);
  }

  function flushAddress(): void {
    if (addressTimer !== undefined) writeAddress();
  }

  /** The browser has moved to another step, or somebody edited the address. */
  function moved(): void {
    clearTimeout(addressTimer);
    addressTimer = undefined;
    trail.leave();
    const known = trail.arrive();
    if (known) {
      store.setState({ place: known.place });
      searching.restore(known.query);
      kernelMayDiffer();
    } else {
      follow(browser.fragment());
    }
    void showing.update();
  }

  function follow(text: string): void {
    const address = readFragment(text);
    const { place } = address;
    if (place.view === 'type') preferredTab = place.tab;
    store.setState({ place: placeOf(place) });
    wantedSources = address.sources;
    searching.restore({ ...address.query, sources: null });
    applyWantedSources();
    // What waits for its files stays with the step that it belongs to
    if (place.view === 'ksyms') linked.follow(address.kernel);
    kernelMayDiffer();
  }

  /** Modules are switched in other views too, and after a step was made. */
  function kernelMayDiffer(): void {
    if (store.getState().place.view === 'ksyms') queueAddress();
  }

  function applyWantedSources(): void {
    if (wantedSources.length === 0) return;
    const { query, workspace } = store.getState();
    const ids = workspace.sources.filter(({ name }) => wantedSources.includes(name)).map(({ id }) => id);
    if (ids.length === 0) return;
    searching.restore({ ...query, sources: ids });
    if (workspace.sources.length > 0 && ids.length >= wantedSources.length) wantedSources = [];
  }

  function linkToHere(): string {
    const { place, shown } = store.getState();
    const target = shown.state === 'page' && !shown.stale ? shown.page.link : null;
    const told = place.view === 'type' && target ? { ...place, target } : place;
    return browser.addressWith(writeFragment(addressOf(told)));
  }

  function linkCopied(): string {
    const { off } = linked.forAddress();
    if (store.getState().place.view !== 'ksyms' || off.length <= MAX_OFF) return 'Link copied';
    return `Link copied; it does not say which ${groupDigits(off.length)} modules are switched off`;
  }

  async function copy(text: string, done: string): Promise<void> {
    try {
      await browser.copy(text);
      notify(done);
    } catch (error) {
      notify(`Nothing was copied: ${messageOf(error)}`);
    }
  }

  const actions: NavigationActions = {
    openType: (ref, tab, opened) => {
      const { place } = store.getState();
      if (tab) preferredTab = tab;
      if (place.view === 'type' && sameRef(place.ref, ref)) {
        showing.giveUp();
        opened?.();
        if (place.sought) change({ sought: null });
        if (tab) actions.setTab(tab);
        tryAgain();
      } else {
        openAs(ref, null, preferredTab, { opened });
      }
    },
    seek: (ref, wanted) => {
      const { place } = store.getState();
      const sought = { ...wanted, count: (seeks += 1) };
      preferredTab = 'layout';
      if (place.view === 'type' && sameRef(place.ref, ref)) {
        showing.giveUp();
        change({ tab: 'layout', sought, layout: layoutWith(sought, place.layout) });
        tryAgain();
      } else {
        openAs(ref, null, 'layout', { sought });
      }
    },
    openLink: (target) => openAs(null, target, preferredTab),
    closeType: () => {
      showing.giveUp();
      if (store.getState().place.view !== 'types') go({ view: 'types' });
    },
    openKsyms: (part) => {
      const { place } = store.getState();
      go({ ...(place.view === 'ksyms' ? place : DEFAULT_KSYMS), ...part });
    },
    changeKsyms: (part) => {
      const { place } = store.getState();
      if (place.view !== 'ksyms') return;
      store.setState({ place: { ...place, ...part } });
      queueAddress();
    },
    openSource: (source, tab = 'overview') => {
      const { workspace, place } = store.getState();
      if (place.view === 'source' && place.source === source) return actions.setSourceTab(tab);
      const name = workspace.sources.find(({ id }) => id === source)?.name ?? '';
      go({ view: 'source', source, name, tab });
    },
    setSourceTab: (tab) => {
      const { place } = store.getState();
      if (place.view !== 'source') return;
      store.setState({ place: { ...place, tab } });
      writeAddress();
    },
    setTab: (tab) => {
      preferredTab = tab;
      change({ tab });
    },
    toggleHex: () => {
      const { place } = store.getState();
      if (place.view === 'type') changeLayout({ hex: !place.layout.hex });
    },
    setC: (part) => {
      const { place } = store.getState();
      if (place.view === 'type') change({ c: { ...place.c, ...part } });
    },
    setLayoutForm: (form) => changeLayout({ form }),
    setExpand: (expand) => changeLayout({ expand, expanded: [], folded: [] }),
    setCachelineSize: (cachelineSize) => changeLayout({ cachelineSize }),
    toggleExpanded: (path) => {
      const { place } = store.getState();
      if (place.view !== 'type') return;
      const { expand, expanded, folded } = place.layout;
      changeLayout(expand ? { folded: toggled(folded, path) } : { expanded: toggled(expanded, path) });
    },
    back: () => {
      if (!showing.giveUp()) browser.back();
    },
    forward: () => {
      showing.giveUp();
      browser.forward();
    },
    copyLink: () => copy(linkToHere(), linkCopied()),
    linkToHere,
    copyText: (text, what) => copy(text, `${what} copied`),
    acceptDifferences: () => {
      const { shown } = store.getState();
      if (shown.state !== 'page') return;
      store.setState({ shown: { ...shown, differences: [] } });
      change({ followed: false, target: shown.page.link });
    },
    rememberScroll: trail.rememberScroll,
    scrollOf: trail.scrollOf,
  };

  return {
    actions,
    start: () => {
      trail.start();
      follow(browser.fragment());
      void showing.update();
      const stop = browser.onMove(moved);
      return () => {
        stop();
        clearTimeout(addressTimer);
      };
    },
    queryChanged: () => {
      if (store.getState().query.sources !== null) wantedSources = [];
      queueAddress();
    },
    forgetNumbers: () => {
      const { query, place } = store.getState();
      wantedSources = addressOf(place).sources;
      store.setState({ query: { ...query, sources: null }, recent: [], changedForLink: null });
      store.setState({ place: withoutNumbers(place) });
      trail.forgetNumbers();
    },
    workspaceChanged: () => {
      applyWantedSources();
      linked.workspaceChanged();
      kernelMayDiffer();
      void showing.refresh();
    },
  };
}

/** Numbers of sources mean nothing to others: they are told by name. */
function addressPlaceOf(place: Place): AddressPlace {
  if (place.view !== 'type') return place;
  const { target, tab, c, layout } = place;
  return target === null ? { view: 'types' } : { view: 'type', target, tab, c, layout };
}

function placeOf(place: AddressPlace): Place {
  switch (place.view) {
    case 'types':
      return place;
    case 'type':
      return { ...place, ref: null, followed: true, sought: null };
    case 'ksyms':
    case 'source':
      return { ...place, source: null };
  }
}

/** The table, with everything in place that the way to it leads through. */
function layoutWith({ path }: Sought, layout: LayoutChoice): LayoutChoice {
  const names = path.replace(/\[\d+\]/g, '').split('.');
  const through = names.map((_, index) => names.slice(0, index).join('.')).slice(1);
  const expanded = layout.expand ? [] : [...new Set([...layout.expanded, ...through])];
  return {
    ...layout,
    form: 'table',
    expanded,
    folded: layout.folded.filter((one) => !through.includes(one)),
  };
}

function toggled(paths: readonly string[], path: string): readonly string[] {
  return paths.includes(path) ? paths.filter((other) => other !== path) : [...paths, path];
}
