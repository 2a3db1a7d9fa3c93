// Messages that users have begun and not sent, per user for all their devices, as rows of the
// account. An ended conversation has none, and per user only the newest are kept. It notifies
// nobody.
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import { type AccountId, ConversationId, type UserId } from '@opportune/protocol/ids.ts';
import { conversationLimits } from '@opportune/protocol/limits/conversations.ts';

export interface Draft {
  readonly conversation: ConversationId;
  /** A draft without text is not kept. */
  readonly text: string;
  readonly note: boolean;
  readonly at: number;
}

export interface Drafts {
  of(account: AccountId, user: UserId): Promise<readonly Draft[]>;
  /** False if the account has no such conversation, or it has ended. */
  keep(account: AccountId, user: UserId, draft: Draft): Promise<boolean>;
  forget(account: AccountId, user: UserId, conversation: ConversationId): Promise<void>;
}

interface Row {
  readonly conversation: string;
  readonly body: string;
  readonly note: boolean;
  readonly at: Date;
}

export function createDrafts(records: Records): Drafts {
  return {
    of: (account, user) => records.withAccount(account, (sql) => read(sql, user)),
    keep: (account, user, draft) =>
      records.withAccount(account, (sql) => keep(sql, account, user, draft)),
    forget: (account, user, conversation) =>
      records.withAccount(account, async (sql) => {
        await sql.run('DELETE FROM drafts WHERE user_id = $1 AND conversation = $2', [
          user,
          conversation,
        ]);
      }),
  };
}

async function read(sql: Sql, user: UserId): Promise<readonly Draft[]> {
  const rows = await sql.rows<Row>(
    'SELECT conversation, body, note, at FROM drafts WHERE user_id = $1 ORDER BY at DESC, conversation',
    [user],
  );
  return rows.map(draftOf);
}

async function keep(sql: Sql, account: AccountId, user: UserId, draft: Draft): Promise<boolean> {
  const { conversation, text, note, at } = draft;
  // With the lock, a concurrent end of the conversation sees the draft, or this sees the end.
  const open = await sql.row(
    "SELECT 1 FROM conversations WHERE id = $1 AND status <> 'ended' FOR SHARE",
    [conversation],
  );
  if (open === undefined) return false;
  await sql.run(
    `INSERT INTO drafts (account, user_id, conversation, body, note, at)
     VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (account, user_id, conversation)
     DO UPDATE SET body = excluded.body, note = excluded.note, at = excluded.at`,
    [account, user, conversation, text, note, new Date(at)],
  );
  await forgetOldest(sql, user, conversation);
  return true;
}

/** Removes drafts beyond the bound, but never that of this conversation. */
async function forgetOldest(sql: Sql, user: UserId, kept: ConversationId): Promise<void> {
  await sql.run(
    `DELETE FROM drafts WHERE user_id = $1 AND conversation IN (
       SELECT conversation FROM drafts WHERE user_id = $1
       ORDER BY conversation = $2 DESC, at DESC, conversation OFFSET ${conversationLimits.drafts})`,
    [user, kept],
  );
}

function draftOf({ conversation, body, note, at }: Row): Draft {
  return { conversation: ConversationId.parse(conversation), text: body, note, at: at.getTime() };
}
