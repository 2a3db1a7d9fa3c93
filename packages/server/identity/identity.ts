// Builds the identity feature: which visitor is verified as which customer, and which visitor ids
// are claimed. It verifies only with signed or server trust, and reveals nothing about anybody to a
// page.
import type { Log } from '@opportune/core/ports/log.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import type { CustomerTokens } from '@opportune/protocol/campaign/configuration.ts';
import type { AccountId, SiteId } from '@opportune/protocol/ids.ts';
import { readPublicKey, type PublicKey } from '../http/access/public-key.ts';
import type { Sealing } from '../sealing/sealing.ts';
import { faultOf, keysFor, readToken, type TokenFault, type TokenParts } from './customer-token.ts';
import { createCustomers, type Customers, type JoinContacts } from './customers.ts';
import { fetchJson } from './fetch-bounded.ts';
import { createKeySets, type KeySets } from './key-sets.ts';
import { isPublicAddress } from '../http/outbound/public-address.ts';
import { tokenHolds } from './signed-token.ts';
import { createSigningKeys } from './signing-keys.ts';
import { createVisitorClaims, type VisitorClaims } from './visitor-claims.ts';

export interface Identity extends Customers {
  /**
   * What is wrong with a token for this customer at `now`. Null if it is valid: signed (HS256) with
   * the signing key of one of the site's secret keys, or by the site's identity provider.
   */
  tokenFault(of: {
    account: AccountId;
    site: SiteId;
    token: string;
    userId: string;
    now: number;
  }): Promise<TokenFault | null>;
  readonly claims: VisitorClaims;
}

export interface IdentityOptions {
  readonly contacts: JoinContacts;
  readonly log?: Pick<Log, 'warn'>;
  /** Fetches a key set; by default from addresses of the public internet only. */
  readonly fetch?: (url: string) => Promise<unknown>;
}

/** Identity over the store of records. */
export function createIdentity(
  records: Records,
  sealing: Sealing,
  clock: Clock,
  { contacts, log = { warn: () => undefined }, fetch = fetchPublic }: IdentityOptions,
): Identity {
  const signers = createSigningKeys(records, sealing, log);
  const keySets = createKeySets(fetch, clock, log);
  return {
    ...createCustomers(records, contacts),
    claims: createVisitorClaims(records, clock),
    async tokenFault({ account, site, token, userId, now }) {
      const parts = readToken(token);
      if (parts === null) return 'form';
      const { secrets, provider } = await signers.of(account, site);
      if (parts.algorithm === 'HS256')
        return tokenHolds(token, userId, secrets, now) ? null : 'signature';
      if (provider === null) return 'key';
      return faultOf(parts, userId, provider, await keysOf(provider, parts, keySets), now);
    },
  };
}

function fetchPublic(url: string): Promise<unknown> {
  return fetchJson(url, isPublicAddress);
}

function keysOf(
  { keys }: CustomerTokens,
  parts: TokenParts,
  keySets: KeySets,
): Promise<readonly PublicKey[]> {
  if (keys.type === 'fetched')
    return keySets.of(keys.url, (known) => keysFor(parts, known).length > 0);
  return Promise.resolve(keys.keys.map(readPublicKey).filter((key) => key !== null));
}
