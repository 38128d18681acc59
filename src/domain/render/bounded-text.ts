/**
 * Text that a hostile file cannot make endless.
 * In: chunks of a text about a view. Out: the same, until there are too many: 300 names of 3 MiB each fit into a file of
 * 3 MiB.
 */

import { BtfError } from '../../format/errors.ts';
import type { BtfView } from '../view/view.ts';

/** Characters that any file may bring. */
const FREE = 64 << 20;
/** Characters that a byte of the file may bring; raw text has 2, layouts with everything expanded 4. */
const RATIO = 32;

/** Hands on what comes. @throws BtfError `too-large` on the chunk that is too much, which is not handed on */
export function boundedSink(view: BtfView, sink: (chunk: string) => void): (chunk: string) => void {
  const limit = Math.max(FREE, bytesOf(view) * RATIO);
  let left = limit;
  return (chunk) => {
    left -= chunk.length;
    if (left < 0)
      throw new BtfError('too-large', `the text is longer than ${limit} characters`, -1, { limit });
    sink(chunk);
  };
}

function bytesOf(view: BtfView): number {
  return view.own.byteLength + (view.base ? bytesOf(view.base) : 0);
}
