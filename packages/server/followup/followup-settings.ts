// What an account does after its conversations. Until it says otherwise: nothing.
import type { Records } from '@opportune/core/ports/records.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { AfterSettings } from '@opportune/protocol/rest/conversation/after.ts';

const unsaid: AfterSettings = {
  survey: false,
  questions: { satisfaction: true, recommend: false, resolved: true, text: true },
  transcript: false,
};

export interface AfterRules {
  of(account: AccountId): Promise<AfterSettings>;
  change(account: AccountId, settings: AfterSettings): Promise<AfterSettings>;
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
    of: (account) =>
      records.withAccount(account, async (sql) => {
        const row = await sql.row<Row>(
          `SELECT survey, transcript, satisfaction, recommend, resolved, free_text AS text
           FROM after_settings`,
        );
        if (row === undefined) return unsaid;
        const { survey, transcript, ...questions } = row;
        return AfterSettings.parse({ survey, questions, transcript });
      }),
    change: (account, settings) =>
      records.withAccount(account, async (sql) => {
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
