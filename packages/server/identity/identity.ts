// Identity, put together: who is verified as which customer, and which visitor ids are spoken for.
// It verifies only on signed or server trust, and tells a page nothing about anybody.
import type { Records } from '@opportune/core/ports/records.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import type { AccountId, SiteId } from '@opportune/protocol/ids.ts';
import { createCustomers, type Customers } from './customers.ts';
import { tokenHolds } from './signed-token.ts';
import { createSigningKeys } from './signing-keys.ts';
import { createVisitorClaims, type VisitorClaims } from './visitor-claims.ts';

export interface Identity extends Customers {
  /** Whether a secret key of the site signed the token for this customer, and it has not expired at `now`. */
  signedFor(of: {
    account: AccountId;
    site: SiteId;
    token: string;
    userId: string;
    now: number;
  }): Promise<boolean>;
  readonly claims: VisitorClaims;
}

/** Identity over the store of records. */
export function createIdentity(records: Records, clock: Clock): Identity {
  const keys = createSigningKeys(records);
  return {
    ...createCustomers(records),
    claims: createVisitorClaims(records, clock),
    async signedFor({ account, site, token, userId, now }) {
      return tokenHolds(token, userId, await keys.of(account, site), now);
    },
  };
}
