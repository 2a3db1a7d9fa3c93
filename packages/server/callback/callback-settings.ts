// Whether an account calls visitors back, and by which rules. Read anew each time.
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { callbackLimits } from '@opportune/protocol/limits/callbacks.ts';
import { CallbackSettings } from '@opportune/protocol/rest/conversation/callbacks.ts';
import { lockAccount } from '../http/rest/lock-account.ts';
import type { Unchanged } from '../http/rest/whole-document.ts';

const unsaid: CallbackSettings = {
  ...{ on: true, perAgent: 1, retries: [15, 60], aheadDays: callbackLimits.aheadDays },
  ...{ skills: null, ways: ['browser', 'telephone'], texts: true },
};

export interface CallbackRules {
  of(account: AccountId): Promise<CallbackSettings>;
  change(
    account: AccountId,
    settings: CallbackSettings,
    unchanged: Unchanged,
  ): Promise<CallbackSettings>;
}

/** `saved` is called in the transaction that saves them, and the function that it returns after it. */
export function createCallbackRules(
  records: Pick<Records, 'withAccount'>,
  saved: (sql: Sql, account: AccountId, settings: CallbackSettings) => Promise<() => void>,
): CallbackRules {
  return {
    of: (account) => records.withAccount(account, readRules),
    async change(account, settings, unchanged) {
      const done = await records.withAccount(account, async (sql) => {
        await lockAccount(sql);
        unchanged(await readRules(sql));
        await saveRules(sql, account, settings);
        return saved(sql, account, settings);
      });
      done();
      return settings;
    },
  };
}

export async function readRules(sql: Sql): Promise<CallbackSettings> {
  const row = await sql.row<object>(
    `SELECT is_on AS "on", per_agent AS "perAgent", retries, ahead_days AS "aheadDays", skills, ways, texts
     FROM callback_settings`,
  );
  return row === undefined ? unsaid : CallbackSettings.parse(row);
}

async function saveRules(
  sql: Sql,
  account: AccountId,
  { on, perAgent, retries, aheadDays, skills, ways, texts }: CallbackSettings,
): Promise<void> {
  await sql.run(
    `INSERT INTO callback_settings (account, is_on, per_agent, retries, ahead_days, skills, ways, texts)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
     ON CONFLICT (account) DO UPDATE SET is_on = excluded.is_on, per_agent = excluded.per_agent,
       retries = excluded.retries, ahead_days = excluded.ahead_days, skills = excluded.skills,
       ways = excluded.ways, texts = excluded.texts`,
    [account, on, perAgent, retries, aheadDays, skills, ways, texts],
  );
}
