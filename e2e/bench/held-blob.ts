/**
 * A file whose bytes are in memory already, so that reading it costs nothing.
 * In: bytes. Out: what a session asks of a dropped file.
 */
export class HeldBlob extends Blob {
  private readonly held: Uint8Array<ArrayBuffer>;

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    super([]);
    this.held = bytes;
  }

  override get size(): number {
    return this.held.length;
  }

  override slice(from?: number, to?: number): Blob {
    return new HeldBlob(this.held.slice(from, to));
  }

  /** The bytes themselves: whoever reads may borrow, not change them. */
  override arrayBuffer(): Promise<ArrayBuffer> {
    return Promise.resolve(this.held.buffer);
  }
}
