// Whether a conversation lacks the disposition that its account requires. An account with an empty
// list requires none.
import type { Records } from '@opportune/core/ports/records.ts';
import type { AccountId, ConversationId } from '@opportune/protocol/ids.ts';

export type LacksDisposition = (
  account: AccountId,
  conversation: ConversationId,
) => Promise<boolean>;

export function createLacksDisposition(records: Records): LacksDisposition {
  return (account, conversation) =>
    records.withAccount(account, async (sql) => {
      const row = await sql.row<{ lacks: boolean }>(
        `SELECT EXISTS (SELECT 1 FROM label_lists WHERE disposition_required)
           AND EXISTS (SELECT 1 FROM labels WHERE kind = 'disposition' AND place IS NOT NULL)
           AND NOT EXISTS (
             SELECT 1 FROM conversation_labels AS had
             JOIN labels ON labels.account = had.account AND labels.id = had.label
             WHERE had.conversation = $1 AND had.kind = 'disposition' AND place IS NOT NULL
           ) AS lacks`,
        [conversation],
      );
      return row?.lacks === true;
    });
}
