/**
 * The texts of a whole file, each as its tool writes it to standard output.
 * In: a view and which text. Out: the text to a printer, in steps. Raw text has the view's own types; C and layouts have
 * the base's too, as `bpftool -B` and `pahole --btf_base` print them.
 */

import { assertNever } from '../../format/errors.ts';
import type { BtfView } from '../view/view.ts';
import { vmlinuxHSteps } from './c/vmlinux-h.ts';
import { paholeSteps, type FinishedRun, type PaholeAllOptions } from './pahole.ts';
import type { Printer } from './printer.ts';
import { RawText } from './raw.ts';
import { TYPES_PER_STEP, type Steps } from './steps.ts';

export type WholeText =
  /** `bpftool btf dump file X format raw`. */
  | { readonly form: 'raw' }
  /** `bpftool btf dump file X format c`, or `... c unsorted`; `exact` departs from it where its layouts are wrong. */
  | { readonly form: 'c'; readonly sorted: boolean; readonly exact: boolean }
  /** `pahole -F btf X` with `--hex`, `-E`, `-c`; the cacheline size is in bytes. */
  | {
      readonly form: 'pahole';
      readonly hex: boolean;
      readonly expand: boolean;
      readonly cachelineSize: number;
    };

export function printWhole(view: BtfView, printer: Printer, text: WholeText): Steps<unknown> {
  switch (text.form) {
    case 'raw':
      return rawSteps(view, printer);
    case 'c':
      return vmlinuxHSteps(view, printer, text);
    case 'pahole': {
      const { hex, expand, cachelineSize } = text;
      return layouts(view, printer, { hex, expanded: expand, cachelineSize });
    }
    default:
      assertNever(text);
  }
}

function* rawSteps(view: BtfView, printer: Printer): Steps {
  const raw = new RawText(view, printer);
  for (let id = view.startId; id < view.typeCount; id++) {
    raw.print(id);
    if (id % TYPES_PER_STEP === 0) yield (id - view.startId) / view.own.nrTypes;
  }
}

/** What is printed of a module depends on what has been printed of its base. */
function* layouts(view: BtfView, printer: Printer, options: PaholeAllOptions): Steps<FinishedRun> {
  const { base } = view;
  if (!base) return yield* paholeSteps(view, printer, options);
  const share = base.typeCount / view.typeCount;
  const after = yield* scaled(layouts(base, printer, options), 0, share);
  return yield* scaled(paholeSteps(view, printer, { ...options, after }), share, 1);
}

function* scaled<Result>(steps: Steps<Result>, from: number, to: number): Steps<Result> {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    yield from + step.value * (to - from);
  }
}
