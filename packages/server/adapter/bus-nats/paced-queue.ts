// What waits for NATS: given to it in small parts, the next one once it has taken the one before. So a
// slow NATS holds back nobody's memory. Bounded in count and bytes: beyond that the oldest goes.
import type { NatsConnection } from '@nats-io/transport-node';
import { tableLimits } from '@opportune/protocol/limits/memory.ts';

/** So much is given at once. What NATS's client has cannot be dropped. */
const givenBytes = 64 * 1024;

export interface Queued {
  readonly subject: string;
  readonly bytes: Uint8Array;
  /** The subject of the answer to a question. */
  readonly reply?: string | undefined;
}

export class PacedQueue {
  readonly #nats: NatsConnection;
  readonly #dropped: () => void;
  #waiting: Queued[] = [];
  #sizeBytes = 0;
  #isAway = false;
  #isGiving = false;
  /** Resolves if NATS goes away. */
  #away = Promise.withResolvers<void>();

  constructor(nats: NatsConnection, dropped: () => void) {
    this.#nats = nats;
    this.#dropped = dropped;
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

  async #give(): Promise<void> {
    if (this.#isGiving) return;
    this.#isGiving = true;
    while (this.#waiting.length > 0 && !this.#isAway && !this.#nats.isClosed()) {
      let given = 0;
      while (given < givenBytes) {
        const next = this.#shift();
        if (next === undefined) break;
        given += next.bytes.length;
        this.#nats.publish(next.subject, next.bytes, next.reply ? { reply: next.reply } : {});
      }
      const taken = this.#nats.flush().catch(() => {});
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
