/**
 * Fetches the page of the type that `place` names and keeps it true while files come and go.
 * A reference whose source is gone is looked for again by what its link says, and so is a link that found only something
 * like what it means: the right file may come in later.
 */

import type { TypeRef } from '../session/source-api.ts';
import type { LinkDifference, TypePage } from '../session/type-api.ts';
import { isToldElsewhere, messageOf } from './failures.ts';
import type { Parts } from './parts.ts';
import { sameRef, tabsOf } from './place.ts';
import type { Place, TypePlace } from './place.ts';
import type { RecentType, Shown } from './state.ts';
import { askedAhead, askTab, tabQuestion, type TabAnswer } from './tab-question.ts';

/** Answers that are kept of one page: those of each tab, if nothing else is chosen in them. */
const MAX_ANSWERS = 4;

/** Length of the breadcrumb. */
const MAX_RECENT = 12;

/** Milliseconds that a page waits for what its tab shows; after that it is shown without. */
const PATIENCE = 40;

/** Milliseconds that a click waits for what it opens; after that it shows that something is on its way. */
const GRACE = 60;

const APP_NAME = 'BTF Explorer';

export interface Showing {
  /**
   * Goes to a type: `enter` takes its place over once what it shows is there, or after `GRACE` without. So a click is drawn
   * once, with what was clicked; `entered` is told in the same turn. Where something else is gone to before that, or the
   * type cannot be read, it is never entered.
   */
  goTo(place: TypePlace, entered?: () => void): Promise<void>;
  /** What is shown once `place` has another tab, or shows it in another way: its question is asked before it is drawn. */
  asking(place: TypePlace): Shown;
  /** Stays where it is; false if nothing was being gone to. */
  giveUp(): boolean;
  /** Brings `shown` in line with `place`, which has changed; what was still being gone to is not entered any more. */
  update(): Promise<void>;
  /** The same where not the place has changed, but what is open. */
  refresh(): Promise<void>;
}

interface Goal {
  readonly place: TypePlace;
  readonly entered: (() => void) | undefined;
}

interface Found {
  readonly page: TypePage;
  readonly answers: readonly TabAnswer[];
  readonly differences: readonly LinkDifference[];
}
type Missing = Extract<Shown, { state: 'missing' }>;
type Failed = Extract<Shown, { state: 'failed' }>;

export function createShowing(
  parts: Parts,
  { enter, onPage }: { readonly enter: (place: TypePlace) => void; readonly onPage: () => void },
): Showing {
  const { store, client, browser, notify } = parts;
  let newest = 0;
  let goal: Goal | null = null;

  async function goTo(place: TypePlace, entered?: () => void): Promise<void> {
    const number = (newest += 1);
    goal = { place, entered };
    const answer = answerTo(place);
    const inTime = await Promise.race([answer, later(GRACE)]);
    if (number !== newest) return;
    if (inTime && isFailed(inTime)) {
      tell(inTime);
      return void giveUp();
    }
    reach({ place: inTime && 'page' in inTime ? settled(place, inTime) : place, entered });
    if (inTime) return take(inTime);
    announceLoading(place);
    await takeNewest(answer, number);
  }

  async function update(): Promise<void> {
    const number = (newest += 1);
    goal = null;
    const { place } = store.getState();
    if (place.view !== 'type') {
      store.setState({ shown: { state: 'nothing' } });
      browser.setTitle(titleOf(place));
      return;
    }
    announceLoading(place);
    await takeNewest(answerTo(place), number);
  }

  function asking(place: TypePlace): Shown {
    const { shown } = store.getState();
    const question = tabQuestion(place);
    if (shown.state !== 'page' || shown.stale || !question || !sameRef(shown.page.ref, place.ref))
      return shown;
    const known = askedAhead(shown.answers, question);
    // There may be more users by now
    if (known && question.ask !== 'users') return shown;
    const asked = askTab(client, shown.page.ref, question);
    // A failure is told where it is shown; whoever comes back asks again
    asked.catch(() => forget(asked));
    const others = shown.answers.filter((one) => one.asked !== known?.asked);
    const answers = [{ question, asked, answer: null }, ...others].slice(0, MAX_ANSWERS);
    return { ...shown, answers };
  }

  function forget(asked: TabAnswer['asked']): void {
    const { shown } = store.getState();
    if (shown.state !== 'page') return;
    store.setState({ shown: { ...shown, answers: shown.answers.filter((one) => one.asked !== asked) } });
  }

  function giveUp(): boolean {
    if (!goal) return false;
    newest += 1;
    goal = null;
    return true;
  }

  function reach({ place, entered }: Goal): void {
    goal = null;
    enter(place);
    entered?.();
  }

  function refresh(): Promise<void> {
    if (goal) reach(goal);
    return update();
  }

  async function takeNewest(asked: Promise<Found | Missing | Failed>, number: number): Promise<void> {
    const answer = await asked;
    if (number !== newest) return;
    if (!isFailed(answer)) take(answer);
    else if (answer.message) takeFailure(answer);
  }

  /** What is in sight is only left for something else to be seen. */
  function takeFailure(failed: Failed): void {
    const { shown, place } = store.getState();
    if (shown.state === 'page' && place.view === 'type' && sameRef(shown.page.ref, place.ref)) {
      store.setState({ shown: { ...shown, stale: false } });
      tell(failed);
    } else {
      store.setState({ shown: failed });
      browser.setTitle(APP_NAME);
    }
  }

  function tell({ message }: Failed): void {
    if (message) notify(`The type could not be read: ${message}`);
  }

  /** A failure that is told elsewhere is mended there too, and has no message here. */
  async function answerTo(place: TypePlace): Promise<Found | Missing | Failed> {
    try {
      return await find(place);
    } catch (error) {
      return {
        state: 'failed',
        message: isToldElsewhere(error) ? '' : messageOf(error) || 'no reason is given',
      };
    }
  }

  function announceLoading(place: TypePlace): void {
    const { shown } = store.getState();
    if (shown.state !== 'page') store.setState({ shown: { state: 'loading' } });
    else if (!sameRef(shown.page.ref, place.ref)) store.setState({ shown: { ...shown, stale: true } });
  }

  async function find(place: TypePlace): Promise<Found | Missing> {
    const found = place.ref && !place.followed ? await ask(place.ref, place) : null;
    return found ?? findByLink(place);
  }

  /** The page, and with it what its tab shows. */
  async function ask(ref: TypeRef, place: TypePlace): Promise<Found | null> {
    const question = tabQuestion(place);
    const page = client.typePage(ref);
    const asked = question && askTab(client, ref, question);
    let failed = false;
    const answer = asked?.catch(() => {
      failed = true;
      forget(asked);
      return null;
    });
    const found = await page;
    if (!found) return null;
    const inTime = (await Promise.race([answer, later(PATIENCE)])) ?? null;
    const answers = asked && !failed ? [{ question, asked, answer: inTime }] : [];
    return { page: found, answers, differences: [] };
  }

  async function findByLink(place: TypePlace): Promise<Found | Missing> {
    const { target } = place;
    const anyOpen = store.getState().workspace.sources.length > 0;
    if (!target || !anyOpen) return { state: 'missing', sourceOpen: false, anyOpen };
    const resolution = await client.resolveLink(target);
    if (resolution.state === 'missing') return resolution;
    const found = await ask(resolution.ref, place);
    return found
      ? { ...found, differences: resolution.differences.filter(isSaid) }
      : { state: 'missing', sourceOpen: false, anyOpen };
  }

  function take(answer: Found | Missing): void {
    const { place } = store.getState();
    if (place.view !== 'type') return;
    if ('state' in answer) {
      store.setState({ shown: answer, place: { ...place, ref: null, followed: true } });
      return;
    }
    const { page, answers, differences } = answer;
    store.setState(({ recent }) => ({
      shown: { state: 'page', page, answers, differences, stale: false },
      place: settled(place, answer),
      recent: withRecent(recent, page),
    }));
    browser.setTitle(`${page.title} - ${APP_NAME}`);
    onPage();
  }

  return { goTo, asking, giveUp, update, refresh };
}

/** The place once its type is found. */
function settled(place: TypePlace, { page, differences }: Found): TypePlace {
  const followed = differences.length > 0;
  return {
    ...place,
    ref: page.ref,
    followed,
    // While it differs, the address keeps what the link says: opened once more, it says the same.
    target: followed ? place.target : page.link,
    tab: tabsOf(page.kind).includes(place.tab) ? place.tab : 'c',
  };
}

function isFailed(answer: Found | Missing | Failed): answer is Failed {
  return 'state' in answer && answer.state === 'failed';
}

function later(ms: number): Promise<null> {
  return new Promise((resolve) => setTimeout(() => resolve(null), ms));
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
