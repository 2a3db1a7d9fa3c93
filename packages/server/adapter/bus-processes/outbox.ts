// What waits for a socket that takes no more. Bounded in count and bytes: beyond that the oldest goes,
// because readers of a bus catch up from the store.
import type { Socket } from 'node:net';
import { tableLimits } from '@opportune/protocol/limits/memory.ts';
import type { Kind } from './frames.ts';

/** So much is given to the socket at once. What the socket has cannot be dropped. */
const givenBytes = 64 * 1024;

export interface Sent {
  readonly kind: Kind;
  readonly number: number;
  readonly bytes: Uint8Array;
}

export class Outbox {
  #waiting: Sent[] = [];
  #first = 0;
  #sizeBytes = 0;
  #socket: Socket | null = null;
  readonly #dropped: (sent: Sent) => void;

  constructor(dropped: (sent: Sent) => void) {
    this.#dropped = dropped;
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /** Writes to this socket from now on, or to none. */
  to(socket: Socket | null): void {
    this.#socket = socket;
    socket?.on('drain', () => this.#flush());
    this.#flush();
  }

  send(sent: Sent): void {
    this.#waiting.push(sent);
    this.#sizeBytes += sent.bytes.length;
    this.#flush();
    const { busMessages, busBytes } = tableLimits;
    while (this.#waiting.length - this.#first > busMessages || this.#sizeBytes > busBytes) {
      const oldest = this.#shift();
      if (oldest !== undefined) this.#dropped(oldest);
    }
  }

  #flush(): void {
    const socket = this.#socket;
    while (socket !== null && !socket.destroyed && socket.writableLength < givenBytes) {
      const next = this.#shift();
      if (next === undefined) return;
      socket.write(next.bytes);
    }
  }

  #shift(): Sent | undefined {
    const next = this.#waiting[this.#first];
    if (next === undefined) return undefined;
    this.#first += 1;
    this.#sizeBytes -= next.bytes.length;
    if (this.#first * 2 < this.#waiting.length) return next;
    this.#waiting = this.#waiting.slice(this.#first);
    this.#first = 0;
    return next;
  }
}
