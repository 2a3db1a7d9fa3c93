// Records in which conversations predefined answers were used, inside a transaction of the account.
// Uses are counted by the need that an agent named. No person's name is stored with a use.
import type { AnswerUse } from '@opportune/core/learning/needs/fitting-answers.ts';
import type { Sql } from '@opportune/core/ports/records.ts';
import type { AccountId, AnswerId, ConversationId, UserId } from '@opportune/protocol/ids.ts';

/** The most conversations counted: the newest with a named need. */
const counted = 2_000;

/**
 * Counts once per conversation. False if there is no such conversation, or no such answer for this
 * user.
 */
export async function noteUse(
  sql: Sql,
  account: AccountId,
  use: { readonly answer: AnswerId; readonly conversation: ConversationId; readonly by: UserId },
): Promise<boolean> {
  const there = await sql.row(
    `SELECT 1 FROM conversations c, predefined_answers a
     WHERE c.id = $1 AND a.id = $2 AND (a.owner IS NULL OR a.owner = $3)
     FOR KEY SHARE`,
    [use.conversation, use.answer, use.by],
  );
  if (there === undefined) return false;
  await sql.run(
    `INSERT INTO answer_uses (account, conversation, answer) VALUES ($1, $2, $3)
     ON CONFLICT DO NOTHING`,
    [account, use.conversation, use.answer],
  );
  return true;
}

/** Counts by listed need, including answers that the reader may not read. */
export async function countUses(sql: Sql): Promise<readonly AnswerUse[]> {
  return sql.rows<AnswerUse>(
    `SELECT named.need, used.answer, count(*)::integer AS many
     FROM (SELECT labels.account, conversation, need FROM conversation_needs labels
           JOIN needs ON needs.id = need AND place IS NOT NULL
           ORDER BY named_at DESC, conversation DESC LIMIT $1) named
     JOIN answer_uses used
       ON used.account = named.account AND used.conversation = named.conversation
     GROUP BY 1, 2 ORDER BY 1, 2`,
    [counted],
  );
}

/** The ids of the listed needs. */
export async function listedNeeds(sql: Sql): Promise<ReadonlySet<string>> {
  const rows = await sql.rows<{ id: string }>('SELECT id FROM needs WHERE place IS NOT NULL');
  return new Set(rows.map(({ id }) => id));
}
