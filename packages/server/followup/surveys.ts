// Visitors' answers after conversations: one per conversation, which may change for an hour.
// Callers check who owns the conversation, and whether it is asked about.
import type { Records } from '@opportune/core/ports/records.ts';
import { afterLimits, type SurveyAnswers } from '@opportune/protocol/conversation/after.ts';
import type { AccountId, ConversationId } from '@opportune/protocol/ids.ts';
import type { Survey } from '@opportune/protocol/rest/conversation/after.ts';

export interface Surveys {
  /** Null: not answered. */
  of(account: AccountId, conversation: ConversationId): Promise<Survey | null>;
  /** False if it was answered too long ago to change. */
  keep(
    account: AccountId,
    conversation: ConversationId,
    answers: SurveyAnswers,
    now: number,
  ): Promise<boolean>;
}

interface Row extends SurveyAnswers {
  readonly answered_at: Date;
  readonly changed_at: Date;
}

export function createSurveys(records: Records): Surveys {
  return {
    of: (account, conversation) =>
      records.withAccount(account, async (sql) => {
        const row = await sql.row<Row>(
          `SELECT satisfaction, recommend, resolved, free_text AS text, answered_at, changed_at
           FROM surveys WHERE conversation = $1`,
          [conversation],
        );
        if (row === undefined) return null;
        const { answered_at: answered, changed_at: changed, ...answers } = row;
        return { ...answers, answeredAt: answered.getTime(), changedAt: changed.getTime() };
      }),
    keep: (account, conversation, { satisfaction, recommend, resolved, text }, now) =>
      records.withAccount(account, async (sql) => {
        const kept = await sql.run(
          `INSERT INTO surveys
             (account, conversation, satisfaction, recommend, resolved, free_text,
              answered_at, changed_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $7)
           ON CONFLICT (account, conversation) DO UPDATE SET
             satisfaction = excluded.satisfaction, recommend = excluded.recommend,
             resolved = excluded.resolved, free_text = excluded.free_text,
             changed_at = excluded.changed_at
           WHERE surveys.answered_at > $8`,
          [
            ...[account, conversation, satisfaction, recommend, resolved, text],
            ...[new Date(now), new Date(now - afterLimits.changeMs)],
          ],
        );
        return kept > 0;
      }),
  };
}
