// Batches that wait until their visitor's profile has been read from the log. One account waits for its
// own: however many ids come back at once, the room of the others is not used up.
import { tableLimits } from '@opportune/protocol/limits.ts';
import { jsonBytes } from '@opportune/core/bounds/json-size.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import type { VisitorBatch } from '../intake.ts';

/** Of the bytes that may wait, what one account may have. */
const accountPart = 2;
/** An event beside its properties, with its page. */
const eventBytes = 1500;

interface Waiting {
  count: number;
  sizeBytes: number;
}

export class VisitorsWaiting {
  readonly #mostBytes: number;
  readonly #accounts = new Map<AccountId, Waiting>();
  #sizeBytes = 0;

  /** `mostBytes`: of all accounts. */
  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /** Takes the batch in; what is answered takes it out. Null where there is no room. */
  enter({ account, events }: Pick<VisitorBatch, 'account' | 'events'>): (() => void) | null {
    const waiting = this.#accounts.get(account) ?? { count: 0, sizeBytes: 0 };
    let bytes = eventBytes;
    for (const { properties } of events) bytes += eventBytes + jsonBytes(properties);
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
