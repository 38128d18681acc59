/**
 * A printer with a budget.
 * In: tokens. Out: the same tokens to the printer behind, until the budget is spent; then `LimitReached`.
 */

import type { StrOff, TypeId } from '../../../format/btf/decode.ts';
import type { BtfView } from '../../view/view.ts';
import { Fixed, putStored, type Printer, type TokenKind } from '../printer.ts';
import { runSteps, type Steps } from '../steps.ts';
import { LimitReached, SILENT_STEP } from './limits.ts';

/** libbpf indents no deeper than its row of 13 tabs. */
const INDENTS = Array.from({ length: 14 }, (_, level) => new Fixed('\t'.repeat(level)));

/** What a number counts: as much as the longest. */
const NUMBER = 11;

export class COut {
  private readonly printer: Printer;
  private left: number;

  /** `budget` in characters; a token counts as one more. */
  constructor(printer: Printer, budget: number) {
    this.printer = printer;
    this.left = budget;
  }

  put(kind: TokenKind, text: string, ref?: TypeId): void {
    this.spend(text.length + 1);
    this.printer.put(kind, text, ref);
  }

  fixed(kind: TokenKind, text: Fixed): void {
    this.spend(text.bytes.length + 1);
    this.printer.putFixed(kind, text);
  }

  /** Text, or what lies at an offset of the view's strings. */
  name(view: BtfView, kind: TokenKind, name: string | StrOff, ref?: TypeId): void {
    if (typeof name === 'string') this.put(kind, name, ref);
    else this.spend(putStored(view, this.printer, kind, name, ref) + 1);
  }

  number(kind: TokenKind, value: number): void {
    this.spend(NUMBER);
    this.printer.number(kind, value);
  }

  newline(): void {
    this.spend(1);
    this.printer.newline();
  }

  /** Starts a line at a level of nesting. */
  lineAt(level: number): void {
    this.newline();
    if (level > 0) this.fixed('punctuation', INDENTS[Math.min(level, INDENTS.length - 1)]);
  }

  /** Work that prints nothing counts as well, or a file could keep us busy in silence. */
  step(): void {
    this.spend(SILENT_STEP);
  }

  private spend(amount: number): void {
    this.left -= amount;
    if (this.left < 0) throw new LimitReached();
  }
}

/**
 * Runs what prints into a budget.
 * @returns whether it came to its end; if not, the text carries a mark
 */
export function printWithin(printer: Printer, budget: number, print: (out: COut) => void): boolean {
  function* atOnce(out: COut): Steps {
    print(out);
    yield 1;
  }
  return runSteps(stepsWithin(printer, budget, atOnce));
}

/** The same for what prints in steps. */
export function* stepsWithin(printer: Printer, budget: number, print: (out: COut) => Steps): Steps<boolean> {
  try {
    yield* print(new COut(printer, budget));
    return true;
  } catch (error) {
    if (!(error instanceof LimitReached)) throw error;
    printer.newline();
    printer.put('comment', `/* <truncated>: stopped at a limit of ${budget} */`);
    printer.newline();
    return false;
  }
}
