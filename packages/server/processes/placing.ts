// Says which shard a connection is for, by the address of its first request: a visitor's socket names
// the key of its site there, a console's socket its account. Whoever names another one only arrives
// elsewhere, and is passed on. What names nothing that is known is for any shard.
import { BoundedMap } from '@opportune/core/bounds/bounded-map.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import { doorLimits } from '@opportune/protocol/limits/connections.ts';
import { openMemoryBudgets } from '../adapter/budgets-memory.ts';
import { chargeAddress } from '../collect/charging.ts';

export interface PlacingParts {
  /** The account of a write key. Null if there is none. */
  readonly accountOf: (key: string) => Promise<AccountId | null>;
  /** Charges an address for asking. False if it has asked for too many keys. */
  readonly mayAsk: (payer: string) => boolean;
  /** The name of the shard in which an account is at home. */
  readonly homeOf: (account: AccountId) => string;
  /** In milliseconds, and only forward. */
  readonly now: () => number;
  readonly log: Log;
}

/** `payer`: the address, empty for a proxy. Null: any shard. */
export type Placing = (head: string, payer: string) => string | null | Promise<string | null>;

interface Unknown {
  readonly since: number;
}

/** How long an unknown key stays unknown without asking again. */
const unknownMs = 5000;
/** How long a connection waits for an answer. */
const answerMs = 2000;

const keyed = /^GET \/v1\/socket\?(?:[^ ]*&)?key=([\w-]{1,128})[& ]/;
const accounted = /^GET \/api\/v1\/socket\?(?:[^ ]*&)?account=(\w{1,64})[& ]/;

/** Remembers the homes of the keys used last, and asks for a few others at a time. */
export function createPlacing({ accountOf, mayAsk, homeOf, now, log }: PlacingParts): Placing {
  const known = new BoundedMap<string, string>(doorLimits.keys);
  // Separate, so that a flood of unknown keys evicts no known one.
  const unknown = new BoundedMap<string, Unknown>(doorLimits.keys);
  const asked = new Map<string, Promise<string | null>>();

  async function ask(key: string): Promise<string | null> {
    try {
      const account = await accountOf(key);
      if (account === null) unknown.set(key, { since: now() });
      else known.set(key, homeOf(account));
      return known.get(key) ?? null;
    } catch (error) {
      log.warn('a connection could not be placed', { reason: String(error) });
      return null;
    } finally {
      asked.delete(key);
    }
  }

  function ofKey(key: string, payer: string): string | null | Promise<string | null> {
    const name = known.get(key);
    if (name !== undefined) return name;
    if (now() - (unknown.get(key)?.since ?? -Infinity) < unknownMs) return null;
    const pending = asked.get(key);
    if (pending !== undefined) return inTime(pending);
    // A flood of keys is left to the shards, which charge it, too.
    if (asked.size >= doorLimits.askedKeys || (payer !== '' && !mayAsk(payer))) return null;
    const asking = ask(key);
    asked.set(key, asking);
    return inTime(asking);
  }

  return (head, payer) => {
    const key = keyed.exec(head)?.[1];
    if (key !== undefined) return ofKey(key, payer);
    const account = AccountId.safeParse(accounted.exec(head)?.[1]);
    return account.success ? homeOf(account.data) : null;
  };
}

/** Charges addresses for asking, as a shard does. `now` is in milliseconds, and only forward. */
export function chargeAsking(now: () => number): PlacingParts['mayAsk'] {
  const budgets = openMemoryBudgets({ now });
  return (payer) => chargeAddress(budgets, 'lookups.address', payer, 1) === null;
}

/** Null if the answer comes too late. */
function inTime(asking: Promise<string | null>): Promise<string | null> {
  const late = new Promise<null>((resolve) => setTimeout(resolve, answerMs, null).unref());
  return Promise.race([asking, late]);
}
