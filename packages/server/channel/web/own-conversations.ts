// Conversations as their visitor reaches them: their own of their own site, and no other. Anything
// else is as if it did not exist.
import type { ChatLink } from '@opportune/core/ports/visitor-chat.ts';
import type { ConversationStore } from '@opportune/core/ports/conversation-store.ts';
import { visitorAddress } from '@opportune/protocol/contact/contact.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { ConversationId } from '@opportune/protocol/ids.ts';
import type { AccountDesk } from '../../desk/account-desk.ts';

/** A browser and the desk that it is connected to. */
export interface Chat {
  readonly store: ConversationStore;
  readonly desk: AccountDesk;
  readonly link: ChatLink;
}

/** Conversations named in a welcome: those not over, and messages left lately. */
const openingCount = 10;
/** How long after it a case that was closed is told of. */
const toldMs = 30 * 24 * 3_600_000;

export async function own({ store, desk, link }: Chat, id: ConversationId) {
  const conversation = desk.record(id) ?? (await store.load(link.account, id));
  return conversation !== null && isOwn(conversation, link) ? conversation : null;
}

export function isOwn({ visitor, site }: Conversation, link: ChatLink): boolean {
  return visitor === link.visitor && site === link.site;
}

/** The visitor's newest conversations on the site; not `mayBeStored`: those that are under way. */
export async function lately(
  { store, desk, link }: Chat,
  mayBeStored = true,
): Promise<readonly Conversation[]> {
  const address = visitorAddress(link.visitor);
  const listing = { ...address, before: null, limit: openingCount };
  const listed = mayBeStored ? await store.list(link.account, listing) : [];
  const ids = new Set(listed.map(({ id }) => id));
  // What began while that was read was told to whoever was there already, and to nobody who just comes.
  const begun = desk.writes.records
    .of(address)
    .flatMap((id) => (ids.has(id) ? [] : (desk.record(id) ?? [])));
  return [...begun, ...listed.map((each) => desk.record(each.id) ?? each)].filter((each) =>
    isOwn(each, link),
  );
}

/** What goes on, messages that were left, and a case that was closed with an answer they have not seen. */
export async function isToldOf(
  { store, link }: Chat,
  { id, status, caseState, visitorRead, lastSequence, lastAt }: Conversation,
  now: number,
): Promise<boolean> {
  if (status !== 'ended' && status !== 'wrap-up') return true;
  const isLate = now - lastAt >= toldMs;
  if (caseState !== 'closed' || visitorRead >= lastSequence || isLate) return false;
  // What agents noted is nothing that they could see.
  const page = { after: visitorRead, limit: 1, notes: false };
  return (await store.after(link.account, id, page)).length > 0;
}
