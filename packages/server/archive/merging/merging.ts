// Merges conversations. An ended one becomes the beginning of another one of the same contact, for
// reading. Nothing of it moves: its messages keep their numbers, and its address still sees what it
// was shown. It can be separated again.
import type { ConversationStore } from '@opportune/core/ports/conversation-store.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { type AccountId, ConversationId, type UserId } from '@opportune/protocol/ids.ts';
import { type Merges, mostMerged } from '@opportune/protocol/rest/conversation/merging.ts';
import { lockAccount } from '../../http/rest/lock-account.ts';
import { refuse } from '../../http/problem/refusal.ts';

/** The result of a change. Null if it was so before. */
export interface Merged {
  readonly part: Conversation;
  readonly into: ConversationId;
}

export interface Merging {
  /** Throws `request.not_found`. */
  of(account: AccountId, conversation: ConversationId): Promise<Merges>;
  /**
   * Makes a conversation part of another, or of the one that this belongs to. Its own parts follow.
   * Does nothing if it is merged there already, or is the same. Throws `request.not_found`,
   * `conversation.not_mergeable`.
   */
  merge(
    account: AccountId,
    conversation: ConversationId,
    into: ConversationId,
    by: UserId,
  ): Promise<Merged | null>;
  /** Separated again. Throws `request.not_found`. */
  separate(account: AccountId, conversation: ConversationId): Promise<Merged | null>;
  isPart(account: AccountId, conversation: ConversationId): Promise<boolean>;
}

export function createMerging(records: Records, store: ConversationStore, clock: Clock): Merging {
  const load = async (account: AccountId, id: ConversationId): Promise<Conversation> => {
    const found = await store.load(account, id);
    if (found === null) throw refuse('request.not_found');
    return found;
  };
  return {
    async of(account, conversation) {
      await load(account, conversation);
      const { into, parts } = await records.withAccount(account, async (sql) => ({
        into: await targetOf(sql, conversation),
        parts: await partsOf(sql, conversation),
      }));
      return {
        into: into === null ? null : await load(account, into),
        parts: await Promise.all(parts.map((id) => load(account, id))),
      };
    },
    async merge(account, conversation, into, by) {
      const part = await load(account, conversation);
      const target = await records.withAccount(account, (sql) =>
        join(sql, { account, conversation, into, by, at: new Date(clock.now()) }),
      );
      return target === null ? null : { part, into: target };
    },
    async separate(account, conversation) {
      const part = await load(account, conversation);
      const row = await records.withAccount(account, (sql) =>
        sql.row<{ into_conversation: string }>(
          'DELETE FROM conversation_merges WHERE conversation = $1 RETURNING into_conversation',
          [conversation],
        ),
      );
      return row === undefined ? null : { part, into: ConversationId.parse(row.into_conversation) };
    },
    isPart: async (account, conversation) =>
      (await records.withAccount(account, (sql) => targetOf(sql, conversation))) !== null,
  };
}

async function targetOf(sql: Sql, conversation: string): Promise<ConversationId | null> {
  const row = await sql.row<{ into_conversation: string }>(
    'SELECT into_conversation FROM conversation_merges WHERE conversation = $1',
    [conversation],
  );
  return row === undefined ? null : ConversationId.parse(row.into_conversation);
}

async function partsOf(sql: Sql, conversation: string): Promise<readonly ConversationId[]> {
  const rows = await sql.rows<{ id: string }>(
    `SELECT id FROM conversations
     WHERE id IN (SELECT conversation FROM conversation_merges WHERE into_conversation = $1)
     ORDER BY started_at, id`,
    [conversation],
  );
  return rows.map(({ id }) => ConversationId.parse(id));
}

interface Join {
  readonly account: AccountId;
  readonly conversation: ConversationId;
  readonly into: ConversationId;
  readonly by: UserId;
  readonly at: Date;
}

/** The conversation that it is now part of. Null if it was before. */
async function join(sql: Sql, { account, conversation, into, by, at }: Join) {
  // One merge of an account at a time, so that no two create a cycle.
  await lockAccount(sql);
  const target = (await targetOf(sql, into)) ?? into;
  if (conversation === target || (await targetOf(sql, conversation)) === target) return null;
  if (!(await mayJoin(sql, conversation, target))) throw refuse('conversation.not_mergeable');
  await sql.run(
    'UPDATE conversation_merges SET into_conversation = $2 WHERE into_conversation = $1',
    [conversation, target],
  );
  await sql.run(
    `INSERT INTO conversation_merges (account, conversation, into_conversation, merged_by, merged_at)
     VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (account, conversation) DO UPDATE SET
       into_conversation = excluded.into_conversation, merged_by = excluded.merged_by,
       merged_at = excluded.merged_at`,
    [account, conversation, target, by, at],
  );
  return target;
}

/** Ended, of the same contact, and with room for all its parts. */
async function mayJoin(
  sql: Sql,
  conversation: ConversationId,
  target: ConversationId,
): Promise<boolean> {
  const found = await sql.row<{ status: string }>(
    `SELECT part.status FROM conversations AS part, conversations AS target
     WHERE part.id = $1 AND target.id = $2 AND target.contact = part.contact`,
    [conversation, target],
  );
  if (found?.status !== 'ended') return false;
  const own = await partsOf(sql, conversation);
  const there = await partsOf(sql, target);
  return there.length + own.length + 1 <= mostMerged;
}
