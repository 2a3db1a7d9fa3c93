// Sessions by their tokens, where a token that does not exist is charged to the address that brought
// it: each costs the database a query, and a flood of them would slow everybody. A token that was good
// a moment ago costs its address nothing, so that nobody is locked out by a neighbour behind the same
// address. It keeps hashes of tokens, never tokens.
import { createHash } from 'node:crypto';
import { BoundedMap } from '@opportune/core/bounds/bounded-map.ts';
import { tableLimits } from '@opportune/protocol/limits.ts';
import type { Budgets } from '@opportune/core/ports/budgets.ts';
import type { Authentication, Principal } from './principal.ts';
import { refuse } from '../problem/refusal.ts';

export type FindSession = (token: string, payer: string) => Promise<Principal | null>;

/** Throws `rate.address` before the database is asked, where the address has brought too many bad ones. */
export function chargedSessions(
  { findSession }: Pick<Authentication, 'findSession'>,
  budgets: Budgets,
): FindSession {
  const good = new BoundedMap<string, true>(tableLimits.goodSessions);
  return async (token, payer) => {
    const name = createHash('sha256').update(token).digest('base64url');
    const charges = [{ budget: 'lookups.address', payer, amount: 1 }] as const;
    const isKnown = good.get(name) !== undefined;
    const retryAfterMs = isKnown ? 0 : budgets.charge(charges);
    if (retryAfterMs > 0) throw refuse('rate.address', { retryAfterMs });
    const found = await findSession(token, payer);
    if (found === null) {
      good.delete(name);
      return null;
    }
    good.set(name, true);
    if (!isKnown) budgets.refund(charges);
    return found;
  };
}
