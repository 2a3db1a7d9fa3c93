// Which visitor ids are claimed. An id is claimed when a browser first shows its token again or
// first chats. From then on nobody gets a token for the id alone. If a page lost its welcome, it
// can return with the page view of its claim: a random id that only it knows, stored as a hash and
// valid for an hour. Simultaneous lookups share one query.
import { tableLimits } from '@opportune/protocol/limits/memory.ts';
import { BoundedMap } from '@opportune/core/bounds/bounded-map.ts';
import { createHash } from 'node:crypto';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import { gather } from '@opportune/core/world/gather.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import type { AccountId, PageViewId, VisitorId } from '@opportune/protocol/ids.ts';

const proofMs = 3600_000;
/** What is shorter could be guessed; the tag's have 24 characters. */
const leastProofLength = 20;

/** For a browser without a token: the id is free, claimed by this page, or claimed by another. */
export type Whose = 'nobody' | 'this-page' | 'another';

export interface VisitorClaims {
  whose(account: AccountId, visitor: VisitorId, pageView: PageViewId): Promise<Whose>;
  claim(account: AccountId, visitor: VisitorId, pageView: PageViewId): Promise<void>;
}

interface Claim {
  readonly proof: string;
  readonly at: number;
}

/** Claims in the store of records. */
export function createVisitorClaims(records: Records, clock: Clock): VisitorClaims {
  const known = new BoundedMap<string, Claim>(tableLimits.claims);
  const remember = (account: AccountId, visitor: string, claim: Claim): void => {
    known.set(`${account} ${visitor}`, claim);
  };
  const find = gather<VisitorId, Claim | null>((account, visitors) =>
    records.withAccount(account, async (sql) => {
      const found = await findClaims(sql, visitors);
      for (const [visitor, claim] of found) remember(account, visitor, claim);
      return visitors.map((visitor) => found.get(visitor) ?? null);
    }),
  );
  const write = gather<{ readonly visitor: VisitorId; readonly proof: string }, void>(
    (account, claims) =>
      records.withAccount(account, async (sql) => {
        const visitors = claims.map(({ visitor }) => visitor);
        const proofs = claims.map(({ proof }) => proof);
        await sql.run(insert, [account, visitors, proofs, new Date(clock.now())]);
        // An earlier claim stands.
        for (const [visitor, claim] of await findClaims(sql, visitors))
          remember(account, visitor, claim);
        return claims.map(() => undefined);
      }),
  );
  return {
    async whose(account, visitor, pageView) {
      const key = `${account} ${visitor}`;
      // Checked again after the query, because a claim may have been made meanwhile.
      const claim = known.get(key) ?? (await find(account, visitor)) ?? known.get(key) ?? null;
      if (claim === null) return 'nobody';
      const proof = proofOf(account, visitor, pageView);
      const proves = proof !== '' && proof === claim.proof && clock.now() < claim.at + proofMs;
      return proves ? 'this-page' : 'another';
    },
    async claim(account, visitor, pageView) {
      const key = `${account} ${visitor}`;
      if (known.get(key) !== undefined) return;
      const proof = proofOf(account, visitor, pageView);
      // From this instant, not from when it is written, so that nobody gets in between.
      remember(account, visitor, { proof, at: clock.now() });
      await write(account, { visitor, proof }).catch((error: unknown) => {
        known.delete(key);
        throw error;
      });
    },
  };
}

function proofOf(account: AccountId, visitor: VisitorId, pageView: PageViewId): string {
  if (pageView.length < leastProofLength) return '';
  return createHash('sha256').update(`${account}\n${visitor}\n${pageView}`).digest('base64url');
}

const insert = `
  INSERT INTO visitor_claims (account, visitor, proof, claimed_at)
  SELECT $1, visitor, proof, $4 FROM unnest($2::text[], $3::text[]) AS claim (visitor, proof)
  ON CONFLICT DO NOTHING`;

async function findClaims(
  sql: Sql,
  visitors: readonly VisitorId[],
): Promise<ReadonlyMap<string, Claim>> {
  const rows = await sql.rows<{ visitor: string; proof: string; claimed_at: Date }>(
    'SELECT visitor, proof, claimed_at FROM visitor_claims WHERE visitor = ANY($1)',
    [visitors],
  );
  return new Map(
    rows.map(({ visitor, proof, claimed_at }) => [visitor, { proof, at: claimed_at.getTime() }]),
  );
}
