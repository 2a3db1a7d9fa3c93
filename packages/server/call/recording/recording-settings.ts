// Whether an account records calls, and for how long it keeps recordings. Read when a call begins.
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import type { RecordingSettings } from '@opportune/protocol/rest/conversation/recordings.ts';
import { lockAccount } from '../../http/rest/lock-account.ts';
import type { Unchanged } from '../../http/rest/whole-document.ts';

/** Without settings of the account. */
export const unsaidRecording: RecordingSettings = { on: false, keepDays: 90 };

export interface RecordingRules {
  of(account: AccountId): Promise<RecordingSettings>;
  change(
    account: AccountId,
    settings: RecordingSettings,
    unchanged: Unchanged,
  ): Promise<RecordingSettings>;
}

export function createRecordingRules(records: Records): RecordingRules {
  return {
    of: (account) => records.withAccount(account, read),
    change: (account, settings, unchanged) =>
      records.withAccount(account, async (sql) => {
        await lockAccount(sql);
        unchanged(await read(sql));
        await write(sql, account, settings);
        return settings;
      }),
  };
}

async function write(sql: Sql, account: AccountId, settings: RecordingSettings): Promise<void> {
  await sql.run(
    `INSERT INTO recording_settings (account, is_on, keep_days) VALUES ($1, $2, $3)
     ON CONFLICT (account) DO UPDATE SET is_on = excluded.is_on, keep_days = excluded.keep_days`,
    [account, settings.on, settings.keepDays],
  );
}

async function read(sql: Sql): Promise<RecordingSettings> {
  const row = await sql.row<{ is_on: boolean; keep_days: number }>(
    'SELECT is_on, keep_days FROM recording_settings',
  );
  return row === undefined ? unsaidRecording : { on: row.is_on, keepDays: row.keep_days };
}
