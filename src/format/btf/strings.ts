/**
 * The string section: NUL-terminated names, found by their byte offset.
 * In: the section's bytes. Out: text on demand. Nothing is decoded ahead: a hostile file may name 3 MiB a thousand times.
 */

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

export class StringTable {
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** Section length in bytes; offsets at and above it name nothing. */
  get length(): number {
    return this.bytes.length;
  }

  /** The string that starts at `off` (which may lie inside a longer one), or null outside the section. Bad UTF-8 reads U+FFFD. */
  at(off: number): string | null {
    const { bytes } = this;
    if (off >= bytes.length) return null;
    return decode(bytes, off, this.endOf(off));
  }

  /** Byte offset just behind the string at `off`: of its NUL, or of the section's end. */
  endOf(off: number): number {
    const { bytes } = this;
    // Most names are short, and looking is faster than the call.
    const near = Math.min(off + 32, bytes.length);
    for (let at = off; at < near; at++) if (bytes[at] === 0) return at;
    const end = bytes.indexOf(0, near);
    return end < 0 ? bytes.length : end;
  }

  /** Whether a string begins at `off`: compilers and pahole only refer to starts, so anything else shows a wrong base. */
  isStart(off: number): boolean {
    return off === 0 || (off < this.bytes.length && this.bytes[off - 1] === 0);
  }
}

/**
 * The text of UTF-8 from `from` to before `to`. Short ASCII is by far the most frequent, and beats the decoder's call overhead.
 * Eight at once leave fewer strings behind.
 */
export function decode(bytes: Uint8Array, from: number, to: number): string {
  if (to - from > 32) return utf8.decode(bytes.subarray(from, to));
  let seen = 0;
  for (let i = from; i < to; i++) seen |= bytes[i];
  if (seen > 0x7f) return utf8.decode(bytes.subarray(from, to));
  let text = '';
  let i = from;
  for (; i + 8 <= to; i += 8) {
    text += String.fromCharCode(
      bytes[i],
      bytes[i + 1],
      bytes[i + 2],
      bytes[i + 3],
      bytes[i + 4],
      bytes[i + 5],
      bytes[i + 6],
      bytes[i + 7],
    );
  }
  for (; i < to; i++) text += String.fromCharCode(bytes[i]);
  return text;
}
