/**
 * Puts a stop-watch into the product's page, from the outside: nothing of this is in the product.
 * In: what a person does (types, clicks, drops files). Out: milliseconds until it is drawn, that is, until the frame is
 * through that shows the answer. The answer is recognised by what the page says, by roles and labels.
 */

export interface DrawnTools {
  /** From the start of navigation until something of the page is seen. */
  firstPaint(): Promise<number>;
  /** Types into the search box, and waits for both what must show. */
  type(text: string, hits: Hits): Promise<Typed>;
  /** Opens the first hit, of which `name` must be the name. */
  openFirst(name: string): Promise<number>;
  /** Opens the tab `Used by` of the type that is shown, and goes back to `C` when the clock has stopped. */
  usedBy(): Promise<number>;
  /**
   * Scrolls the list one step a frame, `steps` times; milliseconds from each frame to the next. `drag` moves the thumb to
   * places all over the list, `end` goes to either end in turns.
   */
  scroll(by: ScrollWay, steps: number): Promise<number[]>;
  /** Name of the last row once `End` was pressed, when it is drawn. */
  lastRow(): Promise<string>;
  /** From the choice of files until `count` types are listed. */
  listed(count: number): Promise<number>;
  /** From the choice of files until nothing is under way any more. */
  idle(): Promise<number>;
  /** The longest task of the main thread since the choice of files; 0 if none took 50 ms. */
  longestTask(): number;
}

export interface Hits {
  readonly count: number;
  /** Names of the leading ones, others than before. */
  readonly first: readonly string[];
}

/** Milliseconds until the first hits are drawn, and until it is drawn how many there are. */
export interface Typed {
  readonly first: number;
  readonly counted: number;
}

export type ScrollWay = 'wheel' | 'drag' | 'page-down' | 'end';

/** Runs in the page, before its own scripts: must not refer to anything outside itself. */
export function installDrawnTools(): void {
  const PATIENCE = 120_000;
  let dropped = 0;
  const longTasks: PerformanceEntry[] = [];
  new PerformanceObserver((list) => void longTasks.push(...list.getEntries())).observe({ type: 'longtask' });
  const take = (): void => {
    dropped = performance.now();
    performance.mark('dropped');
  };
  document.addEventListener('change', take, { capture: true });
  document.addEventListener('drop', take, { capture: true });

  const find = (selector: string): HTMLElement => {
    const element = document.querySelector<HTMLElement>(selector);
    if (!element) throw new Error(`the page has no ${selector}`);
    return element;
  };
  const textOf = (selector: string): string => document.querySelector(selector)?.textContent ?? '';

  const until = (what: string, isSo: () => boolean): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (isSo()) end(resolve);
      };
      const observer = new MutationObserver(look);
      const timer = setTimeout(() => end(() => reject(new Error(`the page never showed ${what}`))), PATIENCE);
      const end = (settle: () => void): void => {
        observer.disconnect();
        clearTimeout(timer);
        settle();
      };
      observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
      look();
    });
  const afterFrame = (): Promise<number> =>
    new Promise((resolve) =>
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve(performance.now());
        port2.postMessage(null);
      }),
    );
  const drawn = async (since: number, what: string, isSo: () => boolean): Promise<number> => {
    await until(what, isSo);
    return (await afterFrame()) - since;
  };

  const grid = '[role="grid"][aria-label="Types"]';
  const nameAt = (index: number): string =>
    `${grid} [aria-rowindex="${index + 2}"] [role="gridcell"]:nth-child(2)`;
  const firstName = nameAt(0);
  /** The head counts as a row; rows are placeholders until they have come. */
  const showsHits = (count: number) => (): boolean => {
    const list = document.querySelector(grid);
    if (list?.getAttribute('aria-rowcount') !== `${count + 1}`) return false;
    return (
      list.getAttribute('aria-busy') !== 'true' && (count === 0 || !['', '…'].includes(textOf(firstName)))
    );
  };
  // Looks at the page once: what the stop-watch takes counts
  const showsFirst = (names: readonly string[]) => (): boolean => {
    const rows = document.querySelector(grid)?.querySelectorAll('[role="row"][aria-rowindex]') ?? [];
    let shown = 0;
    for (const row of rows) {
      const name = names.at(Number(row.getAttribute('aria-rowindex')) - 2);
      // The head is a row too, and the badge of a kfunc stands behind a name
      if (name === undefined || row.getAttribute('aria-rowindex') === '1') continue;
      if (!(row.children[1]?.textContent ?? '').startsWith(name)) return false;
      shown++;
    }
    return shown === names.length;
  };
  const declaration = '[role="region"][aria-label="C declaration"]';

  const users = '[role="region"][aria-label="Used by"]';
  const tab = (name: string): HTMLElement => {
    const tabs = [...document.querySelectorAll<HTMLElement>('[role="tab"]')];
    const wanted = tabs.find(({ textContent }) => textContent === name);
    if (!wanted) throw new Error(`the page has no tab ${name}`);
    return wanted;
  };

  const frame = (): Promise<number> => new Promise(requestAnimationFrame);
  const press = (key: string): void => {
    find(grid).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  };
  const scrollSteps: Record<ScrollWay, (list: HTMLElement, step: number) => void> = {
    wheel: (list) => {
      const wheel = new WheelEvent('wheel', { deltaY: 120, bubbles: true, cancelable: true });
      // What the page leaves to the browser is scrolled as the browser would
      if (list.dispatchEvent(wheel)) list.scrollTop += 120;
    },
    drag: (list, step) => (list.scrollTop = ((step * 0.618) % 1) * (list.scrollHeight - list.clientHeight)),
    'page-down': () => press('PageDown'),
    end: (_, step) => press(step % 2 === 0 ? 'End' : 'Home'),
  };

  const tools: DrawnTools = {
    firstPaint: () =>
      new Promise((resolve) =>
        new PerformanceObserver((list) => {
          for (const { name, startTime } of list.getEntries())
            if (name === 'first-contentful-paint') resolve(startTime);
        }).observe({ type: 'paint', buffered: true }),
      ),
    async scroll(by, steps) {
      const list = find(grid);
      press('Home');
      await frame();
      const times: number[] = [];
      let last = await frame();
      for (let step = 0; step < steps; step++) {
        scrollSteps[by](list, step);
        const now = await frame();
        times.push(now - last);
        last = now;
      }
      return times;
    },
    async lastRow() {
      press('End');
      const name = nameAt(Number(find(grid).getAttribute('aria-rowcount')) - 2);
      await until('the last row', () => !['', '…'].includes(textOf(name)));
      return textOf(name);
    },
    async type(text, { count, first }) {
      const box = find('input[aria-label="Search types"]') as HTMLInputElement;
      if (first.length > 0 && showsFirst(first)())
        throw new Error(`what ${text} finds shows before it is typed`);
      const since = performance.now();
      // As if typed: React listens for the event, and looks past a value that was set by its own setter
      Reflect.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(box, text);
      box.dispatchEvent(new Event('input', { bubbles: true }));
      const counted = drawn(since, `${count} hits for ${text}`, showsHits(count));
      const what = `the first hits for ${text}`;
      const shown = first.length > 0 ? drawn(since, what, showsFirst(first)) : counted;
      const [firstMs, countedMs] = await Promise.all([shown, counted]);
      return { first: firstMs, counted: countedMs };
    },
    async openFirst(name) {
      // The badge of a kfunc stands behind the name
      await until(
        `${name} as the first hit`,
        () => /^\w+/.exec(textOf(firstName))?.[0].startsWith(name) === true,
      );
      const since = performance.now();
      find(firstName).click();
      return drawn(since, `the declaration of ${name}`, () => {
        const region = document.querySelector(declaration);
        return region?.getAttribute('aria-busy') === 'false' && (region.textContent ?? '').includes(name);
      });
    },
    async usedBy() {
      const since = performance.now();
      tab('Used by').click();
      const isTold = (): boolean => {
        const list = document.querySelector(users);
        if (list?.getAttribute('aria-busy') !== 'false' || !list.textContent) return false;
        // Rows are placeholders until they have come
        return [...list.querySelectorAll('span')].every(({ textContent }) => textContent !== '…');
      };
      const ms = await drawn(since, 'users', isTold);
      tab('C').click();
      await until('the C tab', () => document.querySelector(declaration) !== null);
      return ms;
    },
    listed: (count) => drawn(dropped, `${count} types`, showsHits(count)),
    idle: () => drawn(dropped, 'the end', () => document.querySelector('[role="progressbar"]') === null),
    // The task that takes the files began before they were known to be chosen
    longestTask: () =>
      Math.max(
        0,
        ...longTasks
          .filter(({ startTime, duration }) => startTime + duration >= dropped)
          .map(({ duration }) => duration),
      ),
  };
  Reflect.set(globalThis, 'drawn', tools);
}
