// Conversations that a visitor's window is told of as it comes: their own of their own site.
import type { ChatLink } from '@opportune/core/ports/visitor-chat.ts';
import type { ConversationStore } from '@opportune/core/ports/conversation-store.ts';
import { visitorAddress } from '@opportune/protocol/contact/contact.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { AccountDesk } from '../../desk/account-desk.ts';
import { isTheirs, type Whose } from '../../desk/commands/whose.ts';

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

/** Whom a browser speaks for. */
export function whoseOf({ visitor, site, payer }: ChatLink): Whose {
  return { ...visitorAddress(visitor), site, visitor, payer };
}

/** The visitor's newest conversations on the site; not `mayBeStored`: those that are under way. */
export async function lately(
  { store, desk, link }: Chat,
  mayBeStored = true,
): Promise<readonly Conversation[]> {
  const whose = whoseOf(link);
  const { channel, address } = whose;
  const listing = { channel, address, before: null, limit: openingCount };
  const listed = mayBeStored ? await store.list(link.account, listing) : [];
  const ids = new Set(listed.map(({ id }) => id));
  // What began while that was read was told to whoever was there already, and to nobody who just comes.
  const begun = desk.writes.records
    .of(whose)
    .flatMap((id) => (ids.has(id) ? [] : (desk.record(id) ?? [])));
  return [...begun, ...listed.map((each) => desk.record(each.id) ?? each)].filter((each) =>
    isTheirs(each, whose),
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
