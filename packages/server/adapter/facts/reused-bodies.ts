// Memory for the bodies of frames, used again and again. A new buffer for each would be garbage
// outside the heap, and enough of it forces whole collections.

/** The largest that is kept. Batches are smaller, except one with a very large row. */
const mostBytes = 64 * 1024 * 1024;
const leastBytes = 64 * 1024;

export class ReusedBodies {
  /** The one that is free. A second one is needed only while two frames arrive at once. */
  #free: ArrayBuffer | null = null;

  /** A buffer of exactly this size, filled with anything. */
  take(sizeBytes: number): Buffer<ArrayBuffer> {
    if (sizeBytes === 0) return Buffer.alloc(0);
    const free = this.#free;
    if (free !== null && free.byteLength >= sizeBytes) {
      this.#free = null;
      return Buffer.from(free, 0, sizeBytes);
    }
    const roomBytes = Math.max(leastBytes, 2 ** Math.ceil(Math.log2(sizeBytes)));
    return Buffer.from(new ArrayBuffer(roomBytes), 0, sizeBytes);
  }

  /** Call when nobody reads the buffer any more. Keeps the larger of two. */
  give({ buffer }: Buffer<ArrayBuffer>): void {
    const keptBytes = this.#free?.byteLength ?? 0;
    if (buffer.byteLength > keptBytes && buffer.byteLength <= mostBytes) this.#free = buffer;
  }
}
