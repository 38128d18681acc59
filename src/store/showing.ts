/**
 * Fetches the page of the type that `place` names and keeps it true while files come and go.
 * A reference whose source is gone is looked for again by what its link says, and so is a link that found only something
 * like what it means: the right file may come in later.
 */

import type { LinkDifference, TypePage } from '../session/api.ts';
import { isToldElsewhere, messageOf } from './failures.ts';
import type { Parts } from './parts.ts';
import { sameRef, tabsOf } from './place.ts';
import type { Place, TypePlace } from './place.ts';
import type { RecentType, Shown } from './state.ts';

/** Length of the breadcrumb. */
const MAX_RECENT = 12;

const APP_NAME = 'BTF Explorer';

export interface Showing {
  /** Brings `shown` in line with `place`; the newest call wins. */
  update(): Promise<void>;
}

interface Found {
  readonly page: TypePage;
  readonly differences: readonly LinkDifference[];
}
type Missing = Extract<Shown, { state: 'missing' }>;

export function createShowing(parts: Parts, onPage: () => void): Showing {
  const { store, client, browser, notify } = parts;
  let newest = 0;

  async function update(): Promise<void> {
    const number = (newest += 1);
    const { place } = store.getState();
    if (place.view !== 'type') {
      store.setState({ shown: { state: 'nothing' } });
      browser.setTitle(titleOf(place));
      return;
    }
    announceLoading(place);
    try {
      const answer = await find(place);
      if (number === newest) take(answer);
    } catch (error) {
      if (number === newest && !isToldElsewhere(error))
        notify(`The type could not be read: ${messageOf(error)}`);
    }
  }

  function announceLoading(place: TypePlace): void {
    const { shown } = store.getState();
    if (shown.state !== 'page') store.setState({ shown: { state: 'loading' } });
    else if (!sameRef(shown.page.ref, place.ref)) store.setState({ shown: { ...shown, stale: true } });
  }

  async function find(place: TypePlace): Promise<Found | Missing> {
    const page = place.ref && !place.followed ? await client.typePage(place.ref) : null;
    return page ? { page, differences: [] } : findByLink(place);
  }

  async function findByLink({ target }: TypePlace): Promise<Found | Missing> {
    const anyOpen = store.getState().workspace.sources.length > 0;
    if (!target || !anyOpen) return { state: 'missing', sourceOpen: false, anyOpen };
    const resolution = await client.resolveLink(target);
    if (resolution.state === 'missing') return resolution;
    const page = await client.typePage(resolution.ref);
    return page
      ? { page, differences: resolution.differences.filter(isSaid) }
      : { state: 'missing', sourceOpen: false, anyOpen };
  }

  function take(answer: Found | Missing): void {
    const { place } = store.getState();
    if (place.view !== 'type') return;
    if ('state' in answer) {
      store.setState({ shown: answer, place: { ...place, ref: null, followed: true } });
      return;
    }
    const { page, differences } = answer;
    const followed = differences.length > 0;
    store.setState(({ recent }) => ({
      shown: { state: 'page', page, differences, stale: false },
      place: {
        ...place,
        ref: page.ref,
        followed,
        // While it differs, the address keeps what the link says: opened once more, it says the same.
        target: followed ? place.target : page.link,
        tab: tabsOf(page.kind).includes(place.tab) ? place.tab : 'c',
      },
      recent: withRecent(recent, page),
    }));
    browser.setTitle(`${page.title} - ${APP_NAME}`);
    onPage();
  }

  return { update };
}

function titleOf(place: Place): string {
  if (place.view === 'source') return place.name === '' ? APP_NAME : `${place.name} - ${APP_NAME}`;
  if (place.view !== 'ksyms') return APP_NAME;
  const about = [place.part === 'externs' ? place.extern : '', place.object].filter(Boolean).join(' in ');
  return `Ksyms${about && `: ${about}`} - ${APP_NAME}`;
}

/** A link whose kind is missing or damaged reads as `unknown`, which is no statement about the type. */
function isSaid({ field, link }: LinkDifference): boolean {
  return field !== 'kind' || link !== 'unknown';
}

function withRecent(recent: readonly RecentType[], page: TypePage): readonly RecentType[] {
  const newest = { ref: page.ref, title: page.title, sourceName: page.sourceName };
  if (recent[0] && sameRef(recent[0].ref, page.ref)) return recent;
  return [newest, ...recent.filter(({ ref }) => !sameRef(ref, page.ref))].slice(0, MAX_RECENT);
}
