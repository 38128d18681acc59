/**
 * Long work in short slices, so that questions are answered meanwhile.
 * In: a point in a loop where a pause does no harm. Out: a pause once a slice is used up.
 */

/** Milliseconds of work before the event loop gets its turn. */
export const SLICE = 12;

/** Lets what waits in the event loop run. Unlike `setTimeout(0)` it is not held back to 4 ms in a browser. */
export function yieldToEvents(): Promise<void> {
  // Not everywhere; a channel of messages for a single one is several times as dear
  if ('scheduler' in globalThis) return scheduler.postTask(() => undefined);
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/** Milliseconds of work that nobody waits for: a question that comes meanwhile is kept no longer. */
export const IDLE_SLICE = 4;

/** Lets everything else run first. */
export function yieldToAll(): Promise<void> {
  if ('scheduler' in globalThis) return scheduler.postTask(() => undefined, { priority: 'background' });
  return new Promise((resolve) => setTimeout(resolve));
}

/** Runs what yields where a pause does no harm. */
export async function inSlices<Result>(steps: Generator<unknown, Result>): Promise<Result> {
  const slices = new Slices();
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (slices.used) await slices.pause();
  }
}

/** Counts the time since the last pause. */
export class Slices {
  private since = performance.now();

  /** To be asked in a loop: `if (slices.used) await slices.pause();` */
  get used(): boolean {
    return performance.now() - this.since > SLICE;
  }

  async pause(): Promise<void> {
    await yieldToEvents();
    this.since = performance.now();
  }
}
