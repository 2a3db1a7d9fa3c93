// The bytes of a frame of a socket that has not arrived whole. They count as arriving.
import type { Duplex } from 'node:stream';
import type { Holder, HeldBytes } from '@opportune/core/bounds/held-bytes.ts';

/** Smaller parts of an incomplete frame are not counted. */
const smallBytes = 16 * 1024;

export interface PartialFrameParts {
  readonly stream: Duplex;
  readonly arriving: HeldBytes;
  readonly payer: string;
  /** Ends the socket, because it holds too many bytes that others need. */
  readonly end: () => void;
}

export class PartialFrame {
  readonly #of: PartialFrameParts;
  #bytesReadAtFrame: number;
  #held: { readonly holder: Holder; counted: number } | null = null;

  constructor(of: PartialFrameParts) {
    this.#of = of;
    this.#bytesReadAtFrame = bytesReadOf(of.stream);
  }

  /** What arrived since the last whole frame. */
  get sizeBytes(): number {
    return bytesReadOf(this.#of.stream) - this.#bytesReadAtFrame;
  }

  /** Counts what has arrived. */
  count(): void {
    const { sizeBytes } = this;
    if (sizeBytes < smallBytes) return;
    const { arriving, payer, end } = this.#of;
    this.#held ??= { holder: arriving.hold(payer, end), counted: 0 };
    const { holder, counted } = this.#held;
    this.#held.counted = sizeBytes;
    holder.grow(sizeBytes - counted);
  }

  /** Call when a frame has arrived whole. */
  arrived(): void {
    this.#bytesReadAtFrame = bytesReadOf(this.#of.stream);
    this.release();
  }

  release(): void {
    this.#held?.holder.release();
    this.#held = null;
  }
}

function bytesReadOf(stream: Duplex): number {
  const read: unknown = Reflect.get(stream, 'bytesRead');
  return typeof read === 'number' ? read : 0;
}
