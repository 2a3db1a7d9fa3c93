// Lets an agent begin a conversation with a visitor who is on the site, if the agent has room. It
// waits for nobody and is theirs at once. Contacting a visitor in control must be confirmed,
// because it blurs the proof, and is noted. One request begins one conversation.
import { type Blurred, isBlurred } from '@opportune/core/decision/view/blurred-by.ts';
import { hasRoom } from '@opportune/core/conversation/routing/routing.ts';
import type { NewConversation, NewMessage } from '@opportune/core/ports/conversation-store.ts';
import { visitorAddress } from '@opportune/protocol/contact/contact.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { ConsoleFrame } from '@opportune/protocol/frames-console.ts';
import { ConversationId } from '@opportune/protocol/ids.ts';
import type { Principal } from '../http/access/principal.ts';
import type { AccountDesk } from '../desk/account-desk.ts';
import type { Along } from '../desk/writes/desk-writes.ts';
import type { Reachable } from '@opportune/protocol/bus/card.ts';
import type { AgentParts } from './seams.ts';

type Begin = Extract<ConsoleFrame, { type: 'conversation.begin' }>;
/** The conversation, once it is stored and sent, or the code of a refusal. */
export type Begun = { readonly conversation: ConversationId } | { readonly refused: ErrorCode };

export function beginProactively(
  use: AgentParts,
  desk: AccountDesk,
  principal: Principal,
  frame: Begin,
): Promise<Begun> {
  const { account, user } = principal;
  const request = `agent ${user.id} ${frame.request}`;
  const address = visitorAddress(frame.visitor);
  // Runs in the visitor's write queue. A chat that they begin meanwhile is joined or prevents this.
  return desk.writes.ofAddress(address, async () => {
    const earlier = await use.store.byRequest(account, address, request);
    if (earlier !== null) return { conversation: earlier };
    if (frame.text.trim() === '') return { refused: 'message.empty' };
    const { name, here: there } = await use.cards.of(account, frame.visitor, { here: true });
    if (there === null || !desk.audience.isHere(address)) return { refused: 'visitor.gone' };
    const refused = await refusal(use, desk, principal, { frame, there });
    if (refused !== null) return { refused };
    const made = conversationOf(use, principal, frame, { name, there });
    return begin(desk, made, {
      open: { request, made },
      messages: [proactiveNote(desk, principal, 'begun', there), messageOf(use, principal, frame)],
      change: { answeredAt: made.startedAt },
    });
  });
}

async function begin(desk: AccountDesk, made: NewConversation, along: Along): Promise<Begun> {
  const { id, begunBy } = made;
  if (begunBy === undefined) throw new Error('nobody begins it');
  const input = { type: 'conversation.begin', id, user: begunBy } as const;
  const { refused, stored } = desk.apply(input, new Map([[id, along]]));
  if (refused !== null) return { refused };
  await stored;
  return { conversation: id };
}

interface Asked {
  readonly frame: Begin;
  readonly there: Reachable;
}

/** Checks permanent obstacles first, so that nobody confirms in vain. */
async function refusal(
  use: AgentParts,
  desk: AccountDesk,
  { account, user }: Principal,
  { frame: { visitor, confirmed }, there }: Asked,
): Promise<ErrorCode | null> {
  if (there.bot) return 'visitor.bot';
  if (await use.store.isBlocked(account, visitorAddress(visitor))) return 'visitor.blocked';
  if (there.muted) return 'visitor.muted';
  const open = desk.openOf({ ...visitorAddress(visitor), site: there.site });
  if (open !== undefined) return 'visitor.in_conversation';
  const agent = desk.desk.agents.get(user.id);
  if (agent === undefined || !hasRoom(agent)) return 'agent.no_room';
  return isBlurred(there) && !confirmed ? 'visitor.in_control' : null;
}

function conversationOf(
  use: AgentParts,
  { user }: Principal,
  { visitor }: Begin,
  { name, there: { site } }: { readonly name: string; readonly there: Reachable },
): NewConversation {
  return {
    id: ConversationId.parse(use.ids.next()),
    ...visitorAddress(visitor),
    site,
    visitor,
    // Stored in two steps. If interrupted between them, it waits in the queue and is not lost.
    status: 'waiting',
    replyTo: null,
    skill: null,
    visitorName: name,
    origin: null,
    begunBy: user.id,
    startedAt: use.clock.now(),
    topic: null,
  };
}

/** A note for agents: who contacted the visitor by hand, and which proof that blurs. */
export function proactiveNote(
  desk: AccountDesk,
  { user }: Principal,
  type: 'begun' | 'taken-up',
  { control, holdout }: Blurred,
): NewMessage {
  const aside = { type, by: user.name, control: control.map(({ name }) => name), holdout };
  return desk.writes.fromSystem({ type: 'aside', aside });
}

function messageOf(use: AgentParts, { user }: Principal, { id, text }: Begin): NewMessage {
  const author = { type: 'agent', user: user.id, name: user.name } as const;
  return { id, author, body: { type: 'text', text }, at: use.clock.now() };
}
