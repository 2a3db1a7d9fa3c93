// What an account does after its conversations. Nothing by default.
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { AfterSettings } from '@opportune/protocol/rest/conversation/after.ts';
import { lockAccount } from '../http/rest/lock-account.ts';
import { type Unchanged, whateverItIs } from '../http/rest/whole-document.ts';

const unsaid: AfterSettings = {
  survey: false,
  questions: { satisfaction: true, recommend: false, resolved: true, text: true },
  transcript: false,
};

export interface AfterRules {
  of(account: AccountId): Promise<AfterSettings>;
  change(
    account: AccountId,
    settings: AfterSettings,
    unchanged?: Unchanged,
  ): Promise<AfterSettings>;
}

interface Row {
  readonly survey: boolean;
  readonly transcript: boolean;
  readonly satisfaction: boolean;
  readonly recommend: boolean;
  readonly resolved: boolean;
  readonly text: boolean;
}

export function createAfterRules(records: Records): AfterRules {
  return {
    of: (account) => records.withAccount(account, read),
    change: (account, settings, unchanged = whateverItIs) =>
      records.withAccount(account, async (sql) => {
        await lockAccount(sql);
        unchanged(await read(sql));
        const { satisfaction, recommend, resolved, text } = settings.questions;
        await sql.run(
          `INSERT INTO after_settings
             (account, survey, satisfaction, recommend, resolved, free_text, transcript)
           VALUES ($1, $2, $3, $4, $5, $6, $7)
           ON CONFLICT (account) DO UPDATE SET
             survey = excluded.survey, satisfaction = excluded.satisfaction,
             recommend = excluded.recommend, resolved = excluded.resolved,
             free_text = excluded.free_text, transcript = excluded.transcript`,
          [
            ...[account, settings.survey, satisfaction, recommend, resolved, text],
            settings.transcript,
          ],
        );
        return settings;
      }),
  };
}

async function read(sql: Sql): Promise<AfterSettings> {
  const row = await sql.row<Row>(
    `SELECT survey, transcript, satisfaction, recommend, resolved, free_text AS text
     FROM after_settings`,
  );
  if (row === undefined) return unsaid;
  const { survey, transcript, ...questions } = row;
  return AfterSettings.parse({ survey, questions, transcript });
}
