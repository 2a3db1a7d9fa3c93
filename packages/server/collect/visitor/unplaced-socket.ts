// A visitor's socket whose session is not in this process: its hello did not arrive yet, or its frames
// are carried. What arrived of a frame is counted, and what waits for the other process. A slow reader
// makes room for others.
import type { Duplex } from 'node:stream';
import type { HeldBytes, Holder } from '@opportune/core/bounds/held-bytes.ts';
import { intakeLimits } from '@opportune/protocol/limits/intake.ts';
import type { WebSocket } from 'ws';
import type { UnreadLine } from '../../http/sockets/shed-unread.ts';
import { PartialFrame } from './partial-frame.ts';

/** The longest head of a frame of a client (RFC 6455, section 5.2). */
const headBytes = 14;

export interface UnplacedParts {
  readonly client: WebSocket;
  readonly stream: Duplex;
  readonly payer: string;
  readonly arriving: HeldBytes;
}

export class UnplacedSocket implements UnreadLine {
  readonly #of: UnplacedParts;
  readonly #client: WebSocket;
  readonly #partial: PartialFrame;
  readonly #look = (): void => this.#countPartial();
  #waiting: Holder | null = null;
  #greeted = false;

  constructor(of: UnplacedParts) {
    this.#of = of;
    this.#client = of.client;
    this.#partial = new PartialFrame({ ...of, end: () => this.drop() });
    // After the listener of ws, which takes the frames that are whole.
    of.stream.on('data', this.#look);
  }

  /** Says how many bytes of its frames wait to be sent to the other process. They count as arriving. */
  waits(sizeBytes: number): void {
    this.#waiting?.release();
    this.#waiting = null;
    if (sizeBytes === 0) return;
    this.#waiting = this.#of.arriving.hold(this.#of.payer, () => this.drop());
    this.#waiting.grow(sizeBytes);
  }

  /** Nobody has paid for the first frame yet, so it must be small. */
  #countPartial(): void {
    if (this.#greeted || this.#partial.sizeBytes <= intakeLimits.helloSizeBytes + headBytes)
      this.#partial.count();
    else this.drop();
  }

  /** Call when a frame has arrived whole. */
  arrived(): void {
    this.#greeted = true;
    this.#partial.arrived();
  }

  /** Call when another one counts, or the socket is closed. */
  release(): void {
    this.#of.stream.off('data', this.#look);
    this.#partial.release();
    this.waits(0);
  }

  get unreadBytes(): number {
    return this.#client.bufferedAmount;
  }

  drop(): void {
    this.#client.terminate();
  }
}
