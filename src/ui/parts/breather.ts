/** Long work on the page's own thread, cut so that the page stays alive: a pause whenever it has worked for a while. */

/** Milliseconds of work before the browser gets its turn. */
const TURN = 8;

export class Breather {
  private since = performance.now();

  /** To be awaited in a loop; costs next to nothing while the turn is not over. */
  async breathe(): Promise<void> {
    if (performance.now() - this.since < TURN) return;
    await new Promise<void>((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve();
      };
      port2.postMessage(null);
    });
    this.since = performance.now();
  }
}
