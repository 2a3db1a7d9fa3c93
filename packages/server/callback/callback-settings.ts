// Whether an account calls visitors back, and by which rules. Read anew each time.
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { AccountId, SkillId } from '@opportune/protocol/ids.ts';
import { callbackLimits } from '@opportune/protocol/limits/callbacks.ts';
import { CallbackSettings } from '@opportune/protocol/rest/conversation/callbacks.ts';
import { lockAccount } from '../http/rest/lock-account.ts';
import type { Unchanged } from '../http/rest/whole-document.ts';

const unsaid: CallbackSettings = {
  ...{ on: true, perAgent: 1, retries: [15, 60], aheadDays: callbackLimits.aheadDays },
  ...{ skills: null, ways: ['browser', 'telephone'] },
};

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
        await saveRules(sql, account, settings);
        return settings;
      }),
  };
}

/** Whether conversations of a skill are promised calls. */
export function isForSkill({ on, skills }: CallbackSettings, skill: SkillId | null): boolean {
  return on && (skills === null || (skill !== null && skills.includes(skill)));
}

export async function readRules(sql: Sql): Promise<CallbackSettings> {
  const row = await sql.row<object>(
    `SELECT is_on AS "on", per_agent AS "perAgent", retries, ahead_days AS "aheadDays", skills, ways
     FROM callback_settings`,
  );
  return row === undefined ? unsaid : CallbackSettings.parse(row);
}

async function saveRules(
  sql: Sql,
  account: AccountId,
  { on, perAgent, retries, aheadDays, skills, ways }: CallbackSettings,
): Promise<void> {
  await sql.run(
    `INSERT INTO callback_settings (account, is_on, per_agent, retries, ahead_days, skills, ways)
     VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (account) DO UPDATE SET is_on = excluded.is_on, per_agent = excluded.per_agent,
       retries = excluded.retries, ahead_days = excluded.ahead_days, skills = excluded.skills,
       ways = excluded.ways`,
    [account, on, perAgent, retries, aheadDays, skills, ways],
  );
}
