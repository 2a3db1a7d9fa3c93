// Bounds the batches that wait until their visitor's profile has been read from the log. Each
// account has its own share, so many returning visitors of one account do not use up the room of
// others.
import { tableLimits } from '@opportune/protocol/limits/memory.ts';
import { jsonBytes } from '@opportune/core/bounds/json-size.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import type { VisitorBatch } from '../intake.ts';

/** One account may use this part (1/n) of the bytes that may wait. */
const accountPart = 2;
/** The bytes of an event and its page, without its properties. */
const eventBytes = 1500;

interface Waiting {
  count: number;
  sizeBytes: number;
}

export class VisitorsWaiting {
  readonly #mostBytes: number;
  readonly #accounts = new Map<AccountId, Waiting>();
  #sizeBytes = 0;

  /** `mostBytes` is for all accounts together. */
  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /** Adds the batch. Call the returned function to remove it. Null if there is no room. */
  enter({ account, events }: Pick<VisitorBatch, 'account' | 'events'>): (() => void) | null {
    const waiting = this.#accounts.get(account) ?? { count: 0, sizeBytes: 0 };
    const bytes = eventBytes + batchBytes(events);
    const isFull =
      waiting.count >= tableLimits.waitingBatches ||
      waiting.sizeBytes + bytes > this.#mostBytes / accountPart ||
      this.#sizeBytes + bytes > this.#mostBytes;
    if (isFull) return null;
    this.#accounts.set(account, waiting);
    this.#add(waiting, 1, bytes);
    return () => {
      this.#add(waiting, -1, -bytes);
      if (waiting.count === 0) this.#accounts.delete(account);
    };
  }

  #add(waiting: Waiting, count: number, bytes: number): void {
    waiting.count += count;
    waiting.sizeBytes += bytes;
    this.#sizeBytes += bytes;
  }
}

/** What these events take in memory, on the high side. */
export function batchBytes(events: VisitorBatch['events']): number {
  let bytes = 0;
  for (const { properties } of events) bytes += eventBytes + jsonBytes(properties);
  return bytes;
}
