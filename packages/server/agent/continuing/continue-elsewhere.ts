// Continues a conversation at another address of its contact: an agent's message begins a conversation
// there, or goes on in theirs, and the one before ends and becomes its beginning. Only addresses that may
// be written to now are offered. One message id is one request.
import { hasRoom } from '@opportune/core/conversation/routing/routing.ts';
import { goingOn } from '@opportune/core/conversation/desk.ts';
import type { NewConversation } from '@opportune/core/ports/conversation-store.ts';
import {
  type AddressAt,
  addressKey,
  customerChannel,
} from '@opportune/protocol/contact/contact.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import { ConversationId, type MessageId } from '@opportune/protocol/ids.ts';
import type { OtherAddresses } from '@opportune/protocol/rest/conversation/continuing.ts';
import type { Principal } from '../../http/access/principal.ts';
import type { AccountDesk } from '../../desk/account-desk.ts';
import { mayWrite, postAsAgent } from '../../desk/post-as-agent.ts';
import type { AgentParts } from '../seams.ts';

export interface Onward {
  readonly from: ConversationId;
  readonly to: AddressAt;
  readonly id: MessageId;
  readonly text: string;
}

/** The other addresses of a conversation's contact, with what keeps them from being written to. */
export async function otherAddresses(
  use: AgentParts,
  { account }: Pick<Principal, 'account'>,
  from: Conversation,
): Promise<OtherAddresses['items']> {
  const all = await use.elsewhere.addressesOf(account, from.contact);
  // The id of a customer is no way to reach them.
  const others = all.filter(
    (each) => each.channel !== customerChannel && addressKey(each) !== addressKey(from),
  );
  return Promise.all(
    others.map(async ({ channel, address, verified }) => {
      const at = { channel, address };
      const isBlocked = await use.store.isBlocked(account, at);
      const closed = isBlocked ? 'blocked' : await use.elsewhere.closedFor(account, at);
      return { ...at, verified, closed };
    }),
  );
}

/** Where it goes on, or the code of a refusal. */
export async function continueElsewhere(
  use: AgentParts,
  desk: AccountDesk,
  principal: Principal,
  { from: id, to, id: message, text }: Onward,
): Promise<Place> {
  const { account } = principal;
  const from = desk.record(id) ?? (await use.store.load(account, id));
  if (from === null) return { refused: 'request.not_found' };
  const request = `continue ${message}`;
  const place = await desk.writes.ofAddress(to, async (): Promise<Place> => {
    const earlier = await use.store.byRequest(account, to, request);
    if (earlier !== null) return { conversation: earlier };
    if (text.trim() === '') return { refused: 'message.empty' };
    const refused = await mayGo(use, desk, principal, { from, to });
    if (refused !== null) return { refused };
    return placeAt(use, desk, principal, { from, to, request });
  });
  if ('refused' in place) return place;
  const { conversation } = place;
  const posted = await postAsAgent(use, desk, principal, {
    ...{ conversation, id: message, text: text.trim(), note: false },
  });
  if (typeof posted === 'string') return { refused: posted };
  await leave(desk, principal, id);
  if (!desk.goesOn(id)) await use.elsewhere.join(principal, id, conversation);
  return place;
}

type Place = { readonly conversation: ConversationId } | { readonly refused: ErrorCode };

interface Way {
  readonly from: Conversation;
  readonly to: AddressAt;
}

async function mayGo(
  use: AgentParts,
  desk: AccountDesk,
  { account, user }: Principal,
  { from, to }: Way,
): Promise<ErrorCode | null> {
  const goes = goingOn(desk.desk, from.id);
  if (goes === undefined && from.status !== 'ended') return 'request.conflict';
  if (goes !== undefined && goes.agent !== user.id) return 'conversation.not_yours';
  const others = await otherAddresses(use, { account }, from);
  const there = others.find((each) => addressKey(each) === addressKey(to));
  return there?.closed === null ? null : 'contact.address_closed';
}

/** Their conversation there, or a new one. */
async function placeAt(
  use: AgentParts,
  desk: AccountDesk,
  { user }: Principal,
  { from, to, request }: Way & { readonly request: string },
): Promise<Place> {
  const open = desk.openOf({ ...to, site: null });
  if (open !== undefined)
    return mayWrite(desk, user.id, open.id) === null
      ? { conversation: open.id }
      : { refused: 'visitor.in_conversation' };
  const agent = desk.desk.agents.get(user.id);
  if (agent === undefined || !hasRoom(agent)) return { refused: 'agent.no_room' };
  const id = ConversationId.parse(use.ids.next());
  const made: NewConversation = {
    ...{ id, ...to, site: null, visitor: null, begunBy: user.id },
    // Stored in two steps. If interrupted between them, it waits in the queue and is not lost.
    status: 'waiting',
    ...{ replyTo: null, skill: from.skill, origin: from.origin, topic: null },
    ...{ visitorName: from.visitorName, startedAt: use.clock.now() },
  };
  const input = { type: 'conversation.begin', id, user: user.id } as const;
  const { refused, stored } = desk.apply(input, new Map([[id, { open: { request, made } }]]));
  if (refused !== null) return { refused };
  await stored;
  return { conversation: id };
}

/** Put away at once: what there is to note is noted where it goes on. */
async function leave(desk: AccountDesk, { user }: Principal, id: ConversationId): Promise<void> {
  const input = { type: 'conversation.finish', id, user: user.id } as const;
  for (let times = 0; times < 2 && goingOn(desk.desk, id)?.agent === user.id; times += 1)
    await desk.apply(input).stored;
}
