// The other conversations of a conversation's contact, over all channels. Unverified claims are
// ignored.
import type { ConversationStore } from '@opportune/core/ports/conversation-store.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { type AccountId, ConversationId } from '@opportune/protocol/ids.ts';
import type { z } from 'zod';
import type { PageQuery } from '@opportune/protocol/rest/common.ts';
import { type Cursor, pageOf, readCursor } from '../../http/rest/page.ts';
import { refuse } from '../../http/problem/refusal.ts';

interface Row {
  readonly id: string;
  readonly started_at: Date;
}

/** Newest first. Throws `request.not_found` if the account has no such conversation. */
export type Earlier = (
  account: AccountId,
  conversation: ConversationId,
  query: z.infer<typeof PageQuery>,
) => Promise<{ items: Conversation[]; next: string | null }>;

export function createEarlier(records: Records, store: ConversationStore): Earlier {
  return async (account, conversation, { cursor, limit }) => {
    const before = readCursor(cursor);
    const rows = await records.withAccount(account, async (sql) => {
      const there = await sql.row('SELECT 1 FROM conversations WHERE id = $1', [conversation]);
      if (there === undefined) throw refuse('request.not_found');
      const at = before === null ? null : new Date(before.at);
      return sql.rows<Row>(ofTheSame, [conversation, at, before?.id ?? null, limit + 1]);
    });
    const page = pageOf(rows, limit, cursorOf, ({ id }) => ConversationId.parse(id));
    const found = await Promise.all(page.items.map((id) => store.load(account, id)));
    return {
      items: found.filter((record) => record !== null),
      next: page.next,
    };
  };
}

function cursorOf({ id, started_at }: Row): Cursor {
  return { at: started_at.getTime(), id };
}

const ofTheSame = `
  SELECT id, started_at FROM conversations
  WHERE contact = (SELECT contact FROM conversations WHERE id = $1) AND id <> $1
    AND ($2::timestamptz IS NULL OR (started_at, id) < ($2, $3::text))
  ORDER BY started_at DESC, id DESC LIMIT $4`;
