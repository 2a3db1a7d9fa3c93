// What waits for NATS: given to it in small parts, the next one once it has taken the one before. So a
// slow NATS holds back nobody's memory. Bounded in count and bytes: beyond that the oldest goes.
import type { NatsConnection } from '@nats-io/transport-node';
import { setTimeout as pause } from 'node:timers/promises';
import { tableLimits } from '@opportune/protocol/limits/memory.ts';

/** So much is given at once. What NATS's client has cannot be dropped. */
const givenBytes = 64 * 1024;
const emptiedMs = 10;

export interface Queued {
  readonly subject: string;
  readonly bytes: Uint8Array;
}

export class PacedQueue {
  /** Null until it is connected for the first time. */
  #nats: NatsConnection | null = null;
  readonly #dropped: () => void;
  #waiting: Queued[] = [];
  #sizeBytes = 0;
  #isAway = false;
  #isGiving = false;
  /** Resolves if NATS goes away. */
  #away = Promise.withResolvers<void>();

  constructor(dropped: () => void) {
    this.#dropped = dropped;
  }

  /** Whether NATS takes what is sent now. */
  get isOpen(): boolean {
    return this.#nats !== null && !this.#isAway && !this.#nats.isClosed();
  }

  connect(nats: NatsConnection): void {
    this.#nats = nats;
    void this.#give();
  }

  send(queued: Queued): void {
    this.#waiting.push(queued);
    this.#sizeBytes += queued.bytes.length;
    const { busMessages, busBytes } = tableLimits;
    while (this.#waiting.length > busMessages || this.#sizeBytes > busBytes) {
      this.#shift();
      this.#dropped();
    }
    void this.#give();
  }

  /** NATS is away. */
  pause(): void {
    this.#isAway = true;
    this.#away.resolve();
    this.#away = Promise.withResolvers();
  }

  resume(): void {
    this.#isAway = false;
    void this.#give();
  }

  /** Resolves once NATS has taken all, is away, or after so many ms. */
  async emptied(withinMs: number): Promise<void> {
    const end = performance.now() + withinMs;
    while ((this.#waiting.length > 0 || this.#isGiving) && this.isOpen && performance.now() < end)
      await pause(emptiedMs);
  }

  async #give(): Promise<void> {
    const nats = this.#nats;
    if (this.#isGiving || nats === null) return;
    this.#isGiving = true;
    while (this.#waiting.length > 0 && this.isOpen) {
      let given = 0;
      while (given < givenBytes) {
        const next = this.#shift();
        if (next === undefined) break;
        given += next.bytes.length;
        nats.publish(next.subject, next.bytes);
      }
      const taken = nats.flush().catch(() => {});
      await Promise.race([taken, this.#away.promise]);
    }
    this.#isGiving = false;
  }

  #shift(): Queued | undefined {
    const next = this.#waiting.shift();
    this.#sizeBytes -= next?.bytes.length ?? 0;
    return next;
  }
}
