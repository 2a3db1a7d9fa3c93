// Which visitor ids are spoken for. An id is claimed when a browser first shows its token again or
// first chats; from then on no token is issued to anybody who comes with the id alone. Look-ups of
// one moment go to the database as one query, so that a flood of new visitors costs a few.
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import type { AccountId, VisitorId } from '@opportune/protocol/ids.ts';
import { gather } from './gather.ts';

/** Claims are for ever, so the latest can be remembered. */
const remembered = 50_000;

export interface VisitorClaims {
  claimed(account: AccountId, visitor: VisitorId): Promise<boolean>;
  claim(account: AccountId, visitor: VisitorId): Promise<void>;
}

/** Claims in the store of records. */
export function createVisitorClaims(records: Records, clock: Clock): VisitorClaims {
  const known = new Set<string>();
  const remember = (account: AccountId, visitor: string): void => {
    if (known.size >= remembered) known.clear();
    known.add(`${account} ${visitor}`);
  };
  const find = gather<VisitorId, boolean>((account, visitors) =>
    records.withAccount(account, async (sql) => {
      const found = await findClaims(sql, visitors);
      for (const visitor of found) remember(account, visitor);
      return visitors.map((visitor) => found.has(visitor));
    }),
  );
  const write = gather<VisitorId, void>((account, visitors) =>
    records.withAccount(account, async (sql) => {
      await sql.run(insert, [account, visitors, new Date(clock.now())]);
      for (const visitor of visitors) remember(account, visitor);
      return visitors.map(() => undefined);
    }),
  );
  return {
    claimed: async (account, visitor) =>
      known.has(`${account} ${visitor}`) || find(account, visitor),
    claim: async (account, visitor) =>
      known.has(`${account} ${visitor}`) ? undefined : write(account, visitor),
  };
}

const insert = `
  INSERT INTO visitor_claims (account, visitor, claimed_at) SELECT $1, unnest($2::text[]), $3
  ON CONFLICT DO NOTHING`;

async function findClaims(sql: Sql, visitors: readonly VisitorId[]): Promise<ReadonlySet<string>> {
  const rows = await sql.rows<{ visitor: string }>(
    'SELECT visitor FROM visitor_claims WHERE visitor = ANY($1)',
    [visitors],
  );
  return new Set(rows.map(({ visitor }) => visitor));
}
