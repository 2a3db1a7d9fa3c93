// The result of a simulated schedule: conversations as stored, and their owners as consoles were
// told.
import type { ConversationStore } from '@opportune/core/ports/conversation-store.ts';
import type { Message } from '@opportune/protocol/conversation/conversation.ts';
import {
  type AccountId,
  type ConversationId,
  type UserId,
  VisitorId,
} from '@opportune/protocol/ids.ts';

export interface Stored {
  readonly status: string;
  readonly visitor: VisitorId;
  readonly begunBy: UserId | null;
  readonly messages: readonly Message[];
}

/** The owner of a conversation, as consoles were told, when it had this many messages. */
export interface Told {
  readonly id: ConversationId;
  readonly through: number;
  readonly owner: string | null;
}

export async function readAll(
  store: ConversationStore,
  account: AccountId,
): Promise<ReadonlyMap<ConversationId, Stored>> {
  const all = new Map<ConversationId, Stored>();
  for (const { id, status, address, begunBy } of await store.list(account, {
    before: null,
    limit: 1000,
  })) {
    const messages = await store.after(account, id, { after: 0, limit: 10_000, notes: true });
    all.set(id, { status, visitor: VisitorId.parse(address), begunBy: begunBy ?? null, messages });
  }
  return all;
}
