// Callers who wait, by the carrier's ids of their calls, which it names when it asks what comes next.
import type { Schedule } from '@opportune/core/world/world.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { telephoneLimits } from '@opportune/protocol/limits/telephone.ts';
import type { Leaving } from '../voicemail/voicemail-rows.ts';
import type { Next, WaitingCaller } from './waiting-caller.ts';

export type Waits = Pick<WaitingCaller, 'next' | 'attach' | 'press' | 'leaveMessage'>;

export interface WhoWaits {
  readonly of: Leaving;
  readonly waits: Waits;
}

type Named = Pick<Leaving, 'channel' | 'request'>;

export class WaitingCallers {
  readonly #schedule: Schedule;
  readonly #all = new Map<string, WhoWaits & { readonly account: AccountId }>();

  constructor({ schedule }: { readonly schedule: Schedule }) {
    this.#schedule = schedule;
  }

  get size(): number {
    return this.#all.size;
  }

  /** Beyond the most of an account, or of all, its oldest or the oldest goes: after its stream, its call ends. */
  add(account: AccountId, of: Leaving, waits: Waits): void {
    const key = keyOf(account, of);
    this.#all.delete(key);
    this.#makeWay(account);
    this.#all.set(key, { account, of, waits });
    for (const [oldest] of this.#all) {
      if (this.#all.size <= telephoneLimits.tickets) break;
      this.#all.delete(oldest);
    }
  }

  find(account: AccountId, of: Named): WhoWaits | undefined {
    return this.#all.get(keyOf(account, of));
  }

  remove(account: AccountId, of: Named): void {
    this.#all.delete(keyOf(account, of));
  }

  /** The same for somebody who does not wait: the carrier asks once, after their stream. */
  addEnded(account: AccountId, of: Leaving, next: Next): void {
    const done = async (): Promise<void> => {};
    this.add(account, of, { next, attach: () => null, press: done, leaveMessage: done });
    this.ends(account, of);
  }

  /** Their call is over, and the carrier asks once more, unless they have hung up. */
  ends(account: AccountId, of: Named): void {
    const key = keyOf(account, of);
    const ended = this.#all.get(key);
    this.#schedule(telephoneLimits.returnMs, () => {
      if (this.#all.get(key) === ended) this.#all.delete(key);
    });
  }

  #makeWay(account: AccountId): void {
    const own = [...this.#all].filter(([, each]) => each.account === account);
    const [oldest] = own;
    if (oldest !== undefined && own.length >= telephoneLimits.accountTickets)
      this.#all.delete(oldest[0]);
  }
}

/** The carrier of another channel may give a call the same id. */
function keyOf(account: AccountId, { channel, request }: Named): string {
  return JSON.stringify([account, channel, request]);
}
