/**
 * Reading words of either endianness.
 * In: a byte range. Out: a view of 32-bit words in the host's order. Leaves bounds to the caller.
 */

export const HOST_LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

export function dataView(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/**
 * `length >> 2` words that start at byte `offset` of `bytes`, in host order.
 * Borrows the bytes where their order and alignment allow, else copies (and swaps) that range.
 */
export function hostWords(
  bytes: Uint8Array,
  offset: number,
  length: number,
  littleEndian: boolean,
): Uint32Array {
  const count = length >>> 2;
  const start = bytes.byteOffset + offset;
  if (littleEndian === HOST_LITTLE_ENDIAN) {
    if (start % 4 === 0) return new Uint32Array(bytes.buffer, start, count);
    // Not `bytes.slice`: that of a Node Buffer copies nothing
    const copy = new Uint8Array(count * 4);
    copy.set(bytes.subarray(offset, offset + count * 4));
    return new Uint32Array(copy.buffer);
  }
  const view = dataView(bytes);
  const words = new Uint32Array(count);
  for (let i = 0; i < count; i++) words[i] = view.getUint32(offset + i * 4, littleEndian);
  return words;
}
