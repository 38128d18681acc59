/**
 * What the store needs of the browser, and nothing else: address and history, clipboard, settings, a clock for notices.
 * Tests pass a fake; `windowBrowser` is the real one. Storage may be forbidden (private windows, file hosts in a frame):
 * then settings last as long as the page.
 */

export interface Browser {
  /** The fragment of the address, with its `#`; '' without one. */
  fragment(): string;
  /** The whole address with another fragment, as a person would copy it. */
  addressWith(fragment: string): string;
  /** Whatever `push` or `replace` left with the current step of the history. */
  entryState(): unknown;
  push(fragment: string, entryState: unknown): void;
  replace(fragment: string, entryState: unknown): void;
  back(): void;
  forward(): void;
  /** Calls back when the person moves in the history or edits the address. */
  onMove(listener: () => void): () => void;
  setTitle(title: string): void;
  /** Until what has changed is drawn; at once where nobody looks. */
  drawn(): Promise<void>;
  copy(text: string): Promise<void>;
  /** Hands a file to the person, as browsers do with downloads. */
  saveFile(file: string, content: Blob): void;
  load(key: string): string | null;
  save(key: string, value: string): void;
  /** Bytes of page and worker together; null where the browser does not say. May take many seconds. */
  measureMemory(): Promise<number | null>;
  /** Absolute address of a file this site serves. */
  resolve(path: string): string;
}

export function windowBrowser(window: Window & typeof globalThis): Browser {
  const { history, location, document } = window;
  const withFragment = (fragment: string) => location.href.replace(/#.*$/s, '') + fragment;
  return {
    fragment: () => location.hash,
    addressWith: withFragment,
    entryState: () => history.state as unknown,
    push: (fragment, state) => guarded(() => history.pushState(state, '', withFragment(fragment))),
    replace: (fragment, state) => guarded(() => history.replaceState(state, '', withFragment(fragment))),
    back: () => history.back(),
    forward: () => history.forward(),
    onMove: (listener) => {
      window.addEventListener('popstate', listener);
      return () => window.removeEventListener('popstate', listener);
    },
    setTitle: (title) => {
      document.title = title;
    },
    drawn: () => (document.hidden ? Promise.resolve() : framesOf(window)),
    copy: (text) => copyText(window, text),
    saveFile: (file, content) => saveFile(window, file, content),
    load: (key) => {
      try {
        return window.localStorage.getItem(key);
      } catch {
        return null;
      }
    },
    save: (key, value) => {
      guarded(() => window.localStorage.setItem(key, value));
    },
    measureMemory: () => measureMemory(window),
    resolve: (path) => new URL(path, document.baseURI).href,
  };
}

/** Only pages that are isolated from other origins may ask. */
async function measureMemory(window: Window & typeof globalThis): Promise<number | null> {
  const measure = Reflect.get(window.performance, 'measureUserAgentSpecificMemory') as
    (() => Promise<{ readonly bytes: number }>) | undefined;
  if (!window.crossOriginIsolated || !measure) return null;
  try {
    return (await measure.call(window.performance)).bytes;
  } catch {
    return null;
  }
}

/** Browsers refuse too many history steps in a short time, and storage altogether; the page goes on without. */
function guarded(action: () => void): void {
  try {
    action();
  } catch {
    // The address lags behind until the next change.
  }
}

/** Milliseconds after which frames are not waited for any more: a window that is put away has none. */
const FRAMES_COME = 100;

/** The next frame, and what it sets off. */
function framesOf(window: Window): Promise<void> {
  return new Promise((resolve) => {
    const timer = window.setTimeout(resolve, FRAMES_COME);
    window.requestAnimationFrame(() =>
      window.requestAnimationFrame(() => {
        window.clearTimeout(timer);
        resolve();
      }),
    );
  });
}

/** The clipboard interface exists on secure origins only; plain http hosts in a lab get the older way. */
async function copyText(window: Window & typeof globalThis, text: string): Promise<void> {
  const clipboard: Clipboard | undefined = window.navigator.clipboard;
  if (clipboard) {
    try {
      await clipboard.writeText(text);
      return;
    } catch {
      // Refused, for instance by a permission policy: the older way may still be allowed.
    }
  }
  const { document } = window;
  const focused = document.activeElement;
  const area = document.createElement('textarea');
  area.value = text;
  area.style.position = 'fixed';
  area.style.opacity = '0';
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  if (focused instanceof window.HTMLElement) focused.focus();
  if (!done) throw new Error('the browser refused access to the clipboard');
}

/** Milliseconds until a file's address is taken back: a browser may read it a while after the click. */
const FILE_ADDRESS_LIFE = 60_000;

function saveFile({ document }: Window, file: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const anchor = document.createElement('a');
  anchor.href = address;
  anchor.download = file;
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(address), FILE_ADDRESS_LIFE);
}
