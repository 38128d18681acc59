/**
 * The kernel inside a vmlinuz.
 * In: a bzImage. Out: its payload, the packed vmlinux, as one file.
 *
 *   0x1f1 u8   setup_sects, 512 bytes each, 4 where it says 0      0x206 u16  version, 0x208 from payload_offset on
 *   0x202      'HdrS'                                             0x248 u32  payload_offset, from the end of the setup
 *                                                                 0x24c u32  payload_length
 *
 * (kernel Documentation/arch/x86/boot.rst). The last 4 bytes of the payload are the unpacked size, which gzip has itself.
 */

import { dataView } from '../format/bytes.ts';
import { BtfError } from '../format/errors.ts';
import type { Entry, Packed } from './unpacker.ts';

const WITH_PAYLOAD = 0x208;

// eslint-disable-next-line @typescript-eslint/require-await -- unpackers are asynchronous, this one has nothing to wait for
export async function* unpackBzImage({ bytes, budget }: Packed): AsyncGenerator<Entry> {
  const view = dataView(bytes);
  if (bytes.length < 0x250 || view.getUint16(0x206, true) < WITH_PAYLOAD)
    throw new BtfError('archive-bad', 'the boot image is older than Linux 2.6.24, or cut off');
  const start = ((bytes[0x1f1] || 4) + 1) * 512 + view.getUint32(0x248, true);
  const end = start + view.getUint32(0x24c, true);
  if (end > bytes.length)
    throw new BtfError(
      'archive-bad',
      `the kernel inside ends at ${end}, after the ${bytes.length} bytes of the file`,
    );
  budget.takeEntry();
  yield { name: 'vmlinux', bytes: trimmed(bytes.subarray(start, end)) };
}

/** gzip takes nothing behind its end. The others are told by their own marks where they end. */
function trimmed(payload: Uint8Array): Uint8Array {
  const isGzip = payload[0] === 0x1f && payload[1] === 0x8b;
  return isGzip ? payload : payload.subarray(0, Math.max(0, payload.length - 4));
}
