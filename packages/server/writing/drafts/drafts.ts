// What users have begun to write and not sent, at the user, for all their devices: rows of the account.
// A conversation that ended has none, and of one user the newest are kept. It tells nobody.
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import { type AccountId, ConversationId, type UserId } from '@opportune/protocol/ids.ts';
import { conversationLimits } from '@opportune/protocol/limits.ts';

export interface Draft {
  readonly conversation: ConversationId;
  /** Kept is what has a text. */
  readonly text: string;
  readonly note: boolean;
  readonly at: number;
}

export interface Drafts {
  of(account: AccountId, user: UserId): Promise<readonly Draft[]>;
  /** False where the account has no such conversation, or it ended. */
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
  // The lock has whoever ends it meanwhile find the draft, or this find that it ended.
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

/** Beyond how many are kept; never the one of this conversation. */
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
