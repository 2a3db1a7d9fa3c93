// The memory that all visitors of a process share for their newest events: one packer, and blocks of
// bytes that are used again. New blocks would be garbage outside the heap as visitors come, grow and
// go, and enough of it forces whole collections.
import { tableLimits } from '@opportune/protocol/limits/memory.ts';
import { JsonPacker } from './packed-json.ts';

const leastBytes = 256;
/** The sizes of blocks grow by half: growing costs as much as applying an event. */
const growth = 1.5;
const sizes = 16;

/** In bytes, rising, multiples of eight. */
const blockSizes: readonly number[] = Array.from(
  { length: sizes },
  (_, at) => Math.ceil((leastBytes * growth ** at) / 8) * 8,
);

export class RecentMemory {
  readonly packer = new JsonPacker();
  /** By size. */
  readonly #free: readonly ArrayBuffer[][] = blockSizes.map(() => []);
  #freeBytes = 0;

  /** A block of at least so many bytes, filled with anything. */
  take(bytes: number): ArrayBuffer {
    const at = blockSizes.findIndex((size) => size >= bytes);
    const free = this.#free[at]?.pop();
    if (free === undefined) return new ArrayBuffer(blockSizes[at] ?? bytes);
    this.#freeBytes -= free.byteLength;
    return free;
  }

  /** Call when nothing reads the block any more. */
  give(block: ArrayBuffer): void {
    const free = this.#free[blockSizes.indexOf(block.byteLength)];
    if (free === undefined || this.#freeBytes + block.byteLength > tableLimits.freeBlockBytes)
      return;
    free.push(block);
    this.#freeBytes += block.byteLength;
  }
}
