// Finds sessions by token and charges unknown tokens to the client's address. Each unknown token
// costs a database query, and a flood of them would slow everybody. A recently valid token is free,
// so a neighbour behind the same address locks nobody out. Keeps hashes of tokens, never tokens.
import { createHash } from 'node:crypto';
import { BoundedMap } from '@opportune/core/bounds/bounded-map.ts';
import { tableLimits } from '@opportune/protocol/limits/memory.ts';
import type { Budgets } from '@opportune/core/ports/budgets.ts';
import type { Authentication, Principal } from './principal.ts';
import { refuse } from '../problem/refusal.ts';

export type FindSession = (token: string, payer: string) => Promise<Principal | null>;

/**
 * Throws `rate.address`, without a database query, if the address has sent too many unknown tokens.
 */
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
    if (found === null) good.delete(name);
    else good.set(name, true);
    if (found !== null && !isKnown) budgets.refund(charges);
    return found;
  };
}
