/**
 * The text of a whole source, on its way to a file.
 * In: a view and which text. Out: parts of it, one after the other, printed in slices so that questions are answered
 * meanwhile; a part is printed when the one before has been taken. One job at a time.
 */

import { boundedSink } from '../domain/render/bounded-text.ts';
import { TextPrinter } from '../domain/render/printer.ts';
import { printWhole } from '../domain/render/whole.ts';
import type { BtfView } from '../domain/view/view.ts';
import type { TakePart, WholeReport, WholeText } from './type-api.ts';
import { Slices } from './slices.ts';

/** Characters of a part, about; the last one has fewer. */
const PART = 1 << 20;
/** Milliseconds after which a smaller part is handed over, so that progress shows. */
const PART_TIME = 100;

export class Exporter {
  private running = { cancelled: false };

  /** @throws BtfError `too-large` */
  async run(view: BtfView, text: WholeText, take: TakePart): Promise<WholeReport> {
    this.cancel();
    const job = (this.running = { cancelled: false });
    const parts = new Parts(take);
    const printer = new TextPrinter(boundedSink(view, (chunk) => parts.add(chunk)));
    const slices = new Slices();
    for (const done of printWhole(view, printer, text)) {
      if (!slices.used) continue;
      if (parts.isDue) await parts.handOver(done);
      await slices.pause();
      if (job.cancelled) return { cancelled: true };
    }
    printer.end();
    await parts.handOver(1);
    return { cancelled: job.cancelled };
  }

  /** Ends what is under way, if anything is. */
  cancel(): void {
    this.running.cancelled = true;
  }
}

class Parts {
  private readonly take: TakePart;
  private chunks: string[] = [];
  private length = 0;
  private last = performance.now();

  constructor(take: TakePart) {
    this.take = take;
  }

  add(chunk: string): void {
    this.chunks.push(chunk);
    this.length += chunk.length;
  }

  get isDue(): boolean {
    return this.length >= PART || performance.now() - this.last > PART_TIME;
  }

  async handOver(done: number): Promise<void> {
    const text = this.chunks.join('');
    this.chunks = [];
    this.length = 0;
    await this.take({ text, done });
    this.last = performance.now();
  }
}
