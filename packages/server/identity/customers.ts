// Which visitor is verified as which customer. Only signed or server trust writes here. A page's
// own claim never reaches this table, and nothing here is returned to a page.
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { AddressAt } from '@opportune/protocol/contact/contact.ts';
import { VisitorId, type AccountId, type SiteId } from '@opportune/protocol/ids.ts';

export interface Verified {
  readonly account: AccountId;
  readonly site: SiteId;
  readonly visitor: VisitorId;
  readonly userId: string;
  /** ms. */
  readonly at: number;
}

/** The customer `previousId` is also `userId`. */
export interface Aliased extends Pick<Verified, 'account' | 'userId' | 'at'> {
  readonly previousId: string;
}

/** Merges everything verified as one customer into one contact. */
export interface JoinContacts {
  /** In the transaction that verifies, before it takes any other lock. Answers with what moved. */
  join(sql: Sql, of: Verified): Promise<readonly AddressAt[]>;
  /** As `join`: two ids are those of one customer. */
  joinCustomers(sql: Sql, of: Aliased): Promise<readonly AddressAt[]>;
  /** Conversations at these addresses have another contact now. */
  moved(account: AccountId, addresses: readonly AddressAt[]): Promise<void>;
}

export interface Customers {
  verify(of: Verified): Promise<void>;
  /** The visitor who was identified most recently as this customer, or null. */
  visitorOf(account: AccountId, userId: string): Promise<VisitorId | null>;
  /** Visitors verified as `previousId` become verified as `userId` too. */
  alias(account: AccountId, previousId: string, userId: string, at: number): Promise<void>;
}

/** Customers in the store of records. */
export function createCustomers(records: Records, contacts: JoinContacts): Customers {
  return {
    async verify(of) {
      const { account, site, visitor, userId, at } = of;
      const moved = await records.withAccount(account, async (sql) => {
        const joined = await contacts.join(sql, of);
        await sql.run(upsert, [account, userId, visitor, site, new Date(at)]);
        return joined;
      });
      if (moved.length > 0) await contacts.moved(account, moved);
    },
    visitorOf: (account, userId) =>
      records.withAccount(account, async (sql) => {
        const row = await sql.row<{ visitor: string }>(latest, [userId]);
        return row === undefined ? null : VisitorId.parse(row.visitor);
      }),
    async alias(account, previousId, userId, at) {
      const moved = await records.withAccount(account, async (sql) => {
        const joined = await contacts.joinCustomers(sql, { account, previousId, userId, at });
        await sql.run(copy, [previousId, userId, new Date(at)]);
        return joined;
      });
      if (moved.length > 0) await contacts.moved(account, moved);
    },
  };
}

const upsert = `
  INSERT INTO customers (account, user_id, visitor, site, verified_at, seen_at) VALUES ($1, $2, $3, $4, $5, $5)
  ON CONFLICT (account, user_id, visitor) DO UPDATE SET seen_at = greatest(customers.seen_at, excluded.seen_at)`;

const latest = `SELECT visitor FROM customers WHERE user_id = $1 ORDER BY seen_at DESC, visitor LIMIT 1`;

const copy = `
  INSERT INTO customers (account, user_id, visitor, site, verified_at, seen_at)
  SELECT account, $2, visitor, site, $3, seen_at FROM customers WHERE user_id = $1
  ON CONFLICT (account, user_id, visitor) DO NOTHING`;
