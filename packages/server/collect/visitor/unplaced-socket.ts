// A visitor's socket whose session is not in this process: its hello did not arrive yet, or its frames
// are carried. What arrived of a frame is counted, and a slow reader makes room for others.
import type { Duplex } from 'node:stream';
import type { HeldBytes } from '@opportune/core/bounds/held-bytes.ts';
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
  readonly #client: WebSocket;
  readonly #partial: PartialFrame;
  #greeted = false;

  constructor({ client, ...of }: UnplacedParts) {
    this.#client = client;
    this.#partial = new PartialFrame({ ...of, end: () => client.terminate() });
  }

  /** Call periodically. Nobody has paid for the first frame yet, so it must be small. */
  sweep(): void {
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
    this.#partial.release();
  }

  get unreadBytes(): number {
    return this.#client.bufferedAmount;
  }

  drop(): void {
    this.#client.terminate();
  }
}
