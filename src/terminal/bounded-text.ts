/**
 * Text that a hostile file cannot make endless.
 * In: chunks of a dump. Out: the same, until there are too many: 300 names of 3 MiB each fit into a file of 3 MiB.
 */

import { BtfError } from '../format/errors.ts';

/** Characters; the raw dump of the largest kernel known has 35 Mi. */
const MAX_TEXT = 256 << 20;

/** @throws BtfError `too-large`, from the sink, on the chunk that is too much */
export function boundedSink(sink: (chunk: string) => void, limit = MAX_TEXT): (chunk: string) => void {
  let left = limit;
  return (chunk) => {
    left -= chunk.length;
    if (left < 0)
      throw new BtfError('too-large', `the text is longer than ${limit} characters`, -1, { limit });
    sink(chunk);
  };
}
