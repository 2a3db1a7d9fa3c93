// The account's stored rules for how long after its end a conversation may be reopened.
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { Reopening } from '@opportune/protocol/rest/conversation/reopening.ts';
import { lockAccount } from '../../http/rest/lock-account.ts';
import { type Unchanged, whateverItIs } from '../../http/rest/whole-document.ts';

/** The default until an account changes it. */
const unsaid: Reopening = { agentH: null, visitorH: 0 };

export interface ReopeningRules {
  of(account: AccountId): Promise<Reopening>;
  change(account: AccountId, rules: Reopening, unchanged?: Unchanged): Promise<Reopening>;
}

export function createReopening(records: Records): ReopeningRules {
  return {
    of: (account) => records.withAccount(account, read),
    change: (account, rules, unchanged = whateverItIs) =>
      records.withAccount(account, async (sql) => {
        await lockAccount(sql);
        unchanged(await read(sql));
        await sql.run(
          `INSERT INTO reopening (account, agent_h, visitor_h) VALUES ($1, $2, $3)
           ON CONFLICT (account) DO UPDATE SET
             agent_h = excluded.agent_h, visitor_h = excluded.visitor_h`,
          [account, rules.agentH, rules.visitorH],
        );
        return rules;
      }),
  };
}

async function read(sql: Sql): Promise<Reopening> {
  const row = await sql.row<{ agent_h: number | null; visitor_h: number }>(
    'SELECT agent_h, visitor_h FROM reopening',
  );
  if (row === undefined) return unsaid;
  return Reopening.parse({ agentH: row.agent_h, visitorH: row.visitor_h });
}
