// Whether an account calls visitors back, and by which rule. Read anew each time.
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import type { CallbackSettings } from '@opportune/protocol/rest/conversation/callbacks.ts';
import { lockAccount } from '../http/rest/lock-account.ts';
import type { Unchanged } from '../http/rest/whole-document.ts';

const unsaid: CallbackSettings = { on: true, perAgent: 1, retries: [15, 60] };

export interface CallbackRules {
  of(account: AccountId): Promise<CallbackSettings>;
  change(
    account: AccountId,
    settings: CallbackSettings,
    unchanged: Unchanged,
  ): Promise<CallbackSettings>;
}

export function createCallbackRules(records: Pick<Records, 'withAccount'>): CallbackRules {
  return {
    of: (account) => records.withAccount(account, readRules),
    change: (account, settings, unchanged) =>
      records.withAccount(account, async (sql) => {
        await lockAccount(sql);
        unchanged(await readRules(sql));
        await sql.run(
          `INSERT INTO callback_settings (account, is_on, per_agent, retries) VALUES ($1, $2, $3, $4)
           ON CONFLICT (account) DO UPDATE SET is_on = excluded.is_on, per_agent = excluded.per_agent,
             retries = excluded.retries`,
          [account, settings.on, settings.perAgent, [...settings.retries]],
        );
        return settings;
      }),
  };
}

export async function readRules(sql: Sql): Promise<CallbackSettings> {
  const row = await sql.row<{ is_on: boolean; per_agent: number; retries: number[] }>(
    'SELECT is_on, per_agent, retries FROM callback_settings',
  );
  return row === undefined
    ? unsaid
    : { on: row.is_on, perAgent: row.per_agent, retries: row.retries };
}
