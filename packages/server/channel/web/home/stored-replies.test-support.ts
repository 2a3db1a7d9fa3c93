// A stored conversation that an agent answered after some seconds, or never.
import { randomUUID } from 'node:crypto';
import type { ConversationStore } from '@opportune/core/ports/conversation-store.ts';
import { visitorAddress } from '@opportune/protocol/contact/contact.ts';
import { type AccountId, ConversationId, type SiteId, VisitorId } from '@opportune/protocol/ids.ts';

export async function newConversation(
  store: ConversationStore,
  account: AccountId,
  {
    site,
    at,
    waitS,
  }: { readonly site: SiteId; readonly at: number; readonly waitS: number | null },
): Promise<void> {
  const visitor = VisitorId.parse(randomUUID());
  const id = ConversationId.parse(randomUUID());
  const fresh = {
    ...{ id, ...visitorAddress(visitor), site, visitor, visitorName: 'Bo' },
    status: 'waiting',
    ...{ skill: null, origin: null, startedAt: at, replyTo: null, topic: null },
  } as const;
  await store.open(account, randomUUID(), fresh, []);
  const ended = { status: 'ended', endedAt: at + 3_600_000 } as const;
  const answeredAt = waitS === null ? null : at + 1000 * waitS;
  await store.append(account, id, [], { ...ended, ...(answeredAt === null ? {} : { answeredAt }) });
}
