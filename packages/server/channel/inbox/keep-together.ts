// Stores what requests of an account bring, all that came while the ones before were being stored in one
// transaction. So a flood takes few transactions, and a single request waits for nothing. Whatever would
// hold too much memory or wait too long is refused, and the provider sends it again.
import type { Log } from '@opportune/core/ports/log.ts';
import type { Schedule } from '@opportune/core/world/world.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { deliveryLimits } from '@opportune/protocol/limits/channels.ts';
import { problemFor } from '../../http/problem/answer-errors.ts';
import { refuse } from '../../http/problem/refusal.ts';
import type { Received } from './seams.ts';

/** What one request brought. */
export type Brought = readonly Received[];

export interface KeepTogetherParts {
  readonly schedule: Schedule;
  readonly log: Log;
  /** Stores all of it or nothing. Resolves with those that were refused, and why. */
  readonly store: (
    account: AccountId,
    requests: readonly Brought[],
  ) => Promise<ReadonlyMap<Brought, Error>>;
}

interface Waiting {
  readonly brought: Brought;
  readonly sizeBytes: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
  /** It does not wait any more: its storing begins. */
  readonly begin: () => void;
}

interface Line {
  waiting: Waiting[];
  /** Of what waits and what is being stored. */
  sizeBytes: number;
}

/** Counted for each item, beside the text that it was read from. */
const itemBytes = 2048;

export class KeepTogether {
  readonly #use: KeepTogetherParts;
  readonly #lines = new Map<AccountId, Line>();
  #sizeBytes = 0;

  constructor(use: KeepTogetherParts) {
    this.#use = use;
  }

  /** Resolves once it is stored. Throws `server.overloaded` if it cannot be stored in time. */
  async keep(account: AccountId, brought: Brought): Promise<void> {
    const sizeBytes = bytesOf(brought);
    const line = this.#lines.get(account);
    if (!this.#hasRoom(line?.sizeBytes ?? 0, sizeBytes)) throw overloaded();
    const of = line ?? { waiting: [], sizeBytes: 0 };
    this.#grow(of, sizeBytes);
    try {
      const kept = this.#wait(of, brought, sizeBytes);
      if (line === undefined) {
        this.#lines.set(account, of);
        void this.#storeAll(account, of);
      }
      await kept;
    } finally {
      this.#grow(of, -sizeBytes);
    }
  }

  /** An account holds at most as much as is free. */
  #hasRoom(heldBytes: number, addedBytes: number): boolean {
    return heldBytes + addedBytes <= deliveryLimits.keepingBytes - this.#sizeBytes - addedBytes;
  }

  #grow(line: Line, byBytes: number): void {
    line.sizeBytes += byBytes;
    this.#sizeBytes += byBytes;
  }

  #wait(line: Line, brought: Brought, sizeBytes: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const begin = this.#use.schedule(deliveryLimits.keepingMs, () => {
        line.waiting = line.waiting.filter((each) => each !== waiting);
        reject(overloaded());
      });
      const waiting: Waiting = { brought, sizeBytes, resolve, reject, begin };
      line.waiting.push(waiting);
    });
  }

  /** One transaction after the other, until nothing waits. */
  async #storeAll(account: AccountId, line: Line): Promise<void> {
    while (line.waiting.length > 0) {
      const next = line.waiting.splice(0, deliveryLimits.keptTogether);
      for (const { begin } of next) begin();
      await this.#store(account, next);
    }
    this.#lines.delete(account);
  }

  /** What fails together is stored one by one: nobody’s request keeps out another’s. */
  async #store(account: AccountId, requests: readonly Waiting[]): Promise<void> {
    try {
      const refused = await this.#use.store(
        account,
        requests.map(({ brought }) => brought),
      );
      for (const { brought, resolve, reject } of requests) {
        const why = refused.get(brought);
        if (why === undefined) resolve();
        else reject(why);
      }
    } catch (error) {
      const isOurs = problemFor(error).code === 'server.failed';
      if (requests.length > 1 && isOurs) {
        this.#use.log.warn('requests are stored one by one', { reason: String(error) });
        for (const each of requests) await this.#store(account, [each]);
      } else for (const { reject } of requests) reject(error);
    }
  }
}

function overloaded(): Error {
  return refuse('server.overloaded', { retryAfterMs: deliveryLimits.overloadedMs });
}

/** An entry from which several were read is counted once. */
function bytesOf(brought: Brought): number {
  const raw = new Set(brought.map((each) => each.raw));
  return [...raw].reduce((sum, text) => sum + 2 * text.length, brought.length * itemBytes);
}
