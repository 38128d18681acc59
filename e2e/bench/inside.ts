/**
 * What is measured where the parser runs: Node's main thread, a worker in Chromium.
 * In: the bytes of a kernel, in memory. Out: times of one round each, in milliseconds; who asks repeats and throws the warm-up
 * away. Uses the parser and the session directly, without a port.
 */

import { Btf } from '../../src/format/btf/btf.ts';
import { printRawAll } from '../../src/domain/render/raw.ts';
import { TextPrinter } from '../../src/domain/render/printer.ts';
import { runSteps } from '../../src/domain/render/steps.ts';
import { printWhole, type WholeText } from '../../src/domain/render/whole.ts';
import { openBtf } from '../../src/domain/view/validate.ts';
import { KernelIndex } from '../../src/domain/kernel/kernel-index.ts';
import { Session } from '../../src/session/session.ts';
import { Asking, type Opened } from './asking.ts';
import { clientOf } from './client-of.ts';
import { HeldBlob } from './held-blob.ts';
import type { TextForm } from './tools.ts';

export interface KernelFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** `index`: the offsets of all types. `validate`: that, and every name and id checked as libbpf 1.8 does. */
export type Form = 'index' | 'validate';

/** Milliseconds of work, and bytes of all indexes together, the files not included. */
export interface Indexed {
  /** Names, and the order of lists. */
  readonly list: number;
  readonly usedBy: number;
  /** Names of members and enumerators. */
  readonly elements: number;
  readonly bytes: number;
  readonly types: number;
}

const WHOLE_TEXTS: Readonly<Record<TextForm, WholeText>> = {
  raw: { form: 'raw' },
  c: { form: 'c', sorted: true, exact: false },
  'c-unsorted': { form: 'c', sorted: false, exact: false },
  layouts: { form: 'pahole', hex: false, expand: false, cachelineSize: 64 },
};

/** Bytes. */
const CACHE_LINE = 64;

/** Milliseconds that an index works at a time, as it does in a session. */
const SLICE = 10;

/**
 * Brings a file into the processor's caches: it has just been read, as libbpf's has when its clock starts (`libbpf.c`).
 * Returns something that depends on each line of it, so that nothing is left out.
 */
function touch(bytes: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += CACHE_LINE) sum = (sum + bytes[at]) | 0;
  return sum;
}

export class Inside {
  private readonly base: KernelFile;
  private readonly modules: readonly KernelFile[];
  private touched = 0;

  constructor(base: KernelFile, modules: readonly KernelFile[]) {
    this.base = base;
    this.modules = modules;
  }

  parseBase(form: Form): number {
    const { bytes } = this.base;
    this.touched += touch(bytes);
    const started = performance.now();
    if (form === 'index') Btf.parse(bytes);
    else openBtf(Btf.parse(bytes, null, true));
    return performance.now() - started;
  }

  /** All modules, over a base that is parsed before the clock starts; what is parsed is kept to the end, as when they are open. */
  parseModules(form: Form): number {
    const base = openBtf(Btf.parse(this.base.bytes));
    const kept: unknown[] = [];
    let took = 0;
    for (const { bytes } of this.modules) {
      this.touched += touch(bytes);
      const started = performance.now();
      const btf = Btf.parse(bytes, base.own, form === 'validate');
      kept.push(form === 'index' ? btf : openBtf(btf, base));
      took += performance.now() - started;
    }
    return took;
  }

  /** bpftool's text of every type of the base, in chunks that are dropped. */
  rawDump(): number {
    const view = openBtf(Btf.parse(this.base.bytes));
    const started = performance.now();
    const printer = new TextPrinter(() => undefined);
    printRawAll(view, printer);
    printer.end();
    return performance.now() - started;
  }

  /** The text of the whole base as its tool writes it, from bytes to chunks of text that are dropped. */
  wholeText(form: TextForm): number {
    const started = performance.now();
    const printer = new TextPrinter(() => undefined);
    runSteps(printWhole(openBtf(Btf.parse(this.base.bytes)), printer, WHOLE_TEXTS[form]));
    printer.end();
    return performance.now() - started;
  }

  /** Builds all indexes over the base and the first `modules` modules, which are parsed before the clock starts. */
  index(modules: number): Indexed {
    const base = openBtf(Btf.parse(this.base.bytes));
    const index = new KernelIndex();
    index.add(0, this.base.name, base);
    this.modules.slice(0, modules).forEach(({ name, bytes }, i) => {
      index.add(i + 1, name, openBtf(Btf.parse(bytes, base.own), base));
    });
    while (index.step(SLICE));
    const { types, bytes, times } = index.figures;
    const { names, order, references, elements } = times;
    return { list: names + order, usedBy: references, elements, bytes, types };
  }

  /** Opens the base and the first `modules` modules in a new session, which is dropped. */
  open(modules: number): Promise<Opened> {
    const files = [this.base, ...this.modules.slice(0, modules)];
    const asking = new Asking(clientOf(new Session()));
    return asking.open(files.map(({ name, bytes }) => ({ name, path: name, blob: new HeldBlob(bytes) })));
  }
}
