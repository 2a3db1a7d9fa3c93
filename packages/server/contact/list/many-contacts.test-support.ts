// Many contacts of one account, for tests of their list and for its bench.
import type { Records } from '@opportune/core/ports/records.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';

/** The tables that it fills. */
export const filledTables = ['contacts', 'contact_addresses', 'opt_ins', 'contact_tags'] as const;

/**
 * Of the contacts p1, p2 …: every 2nd has SMS, every 5th e-mail, every 10th an opt-in, half of which were
 * withdrawn, every 1,000th a rare tag, every 3rd a common one and no name.
 */
export async function fillContacts(
  records: Records,
  account: AccountId,
  count: number,
): Promise<void> {
  const step = 10_000;
  for (let from = 1; from <= count; from += step)
    await records.withAccount(account, async (sql) => {
      for (const text of filling)
        await sql.run(text, [account, from, Math.min(count, from + step - 1)]);
    });
}

const filling = [
  `INSERT INTO contacts (account, id, name, created_at, last_contact_at)
   SELECT $1, 'p' || n, CASE WHEN n % 3 = 0 THEN '' ELSE 'Name ' || (n * 7919) % 100003 END,
     to_timestamp(n), CASE WHEN n % 4 = 0 THEN to_timestamp(1e6 + (n * 31) % 50000) END
   FROM generate_series($2::int, $3::int) AS n`,
  `INSERT INTO contact_addresses (account, channel, address, contact, first_seen)
   SELECT $1, 'sms', '+4930' || n, 'p' || n, to_timestamp(n)
   FROM generate_series($2::int, $3::int) AS n WHERE n % 2 = 0
   UNION ALL SELECT $1, 'email', 'person' || n || '@post.example', 'p' || n, to_timestamp(n)
   FROM generate_series($2::int, $3::int) AS n WHERE n % 5 = 0`,
  `INSERT INTO opt_ins (account, channel, address, purpose, given_at, source, place, words,
     recorded_at, withdrawn_at)
   SELECT $1, 'sms', '+4930' || n, 'marketing', now(), 'account', '', '', now(),
     CASE WHEN n % 20 = 0 THEN now() END
   FROM generate_series($2::int, $3::int) AS n WHERE n % 10 = 0`,
  `INSERT INTO contact_tags (account, contact, tag)
   SELECT $1, 'p' || n, 'rare' FROM generate_series($2::int, $3::int) AS n WHERE n % 1000 = 0
   UNION ALL
   SELECT $1, 'p' || n, 'common' FROM generate_series($2::int, $3::int) AS n WHERE n % 3 = 0`,
];
