// How a conversation begins: accepted from an engagement, on the visitor's own initiative, or as a
// message left while nobody is there. One request begins one conversation, and a visitor has at
// most one that is open: a second start joins it.
import { standingOf } from '@opportune/core/conversation/queue/queue-order.ts';
import { mayVisitorReopen } from '@opportune/core/conversation/reopening.ts';
import type {
  ConversationChange,
  NewConversation,
  NewMessage,
  Written,
} from '@opportune/core/ports/conversation-store.ts';
import type { ChatLink } from '@opportune/core/ports/visitor-chat.ts';
import type { VisitorCard } from '@opportune/protocol/bus/card.ts';
import { visitorAddress } from '@opportune/protocol/contact/contact.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { ChatFrame } from '@opportune/protocol/frames-visitor.ts';
import { ConversationId, type SkillId, type UserId } from '@opportune/protocol/ids.ts';
import { conversationLimits } from '@opportune/protocol/limits.ts';
import type { AccountDesk } from '../../desk/account-desk.ts';
import type { Along } from '../../desk/writes/desk-writes.ts';
import type { Entry, Refused } from './admission/admission.ts';
import { type BeforeAnswers, keepAgain, keepFields, readAnswers } from './form-before-chat.ts';
import type { WebChatParts } from './seams.ts';
import { answer, answerAgain, answered, firstMessage } from './visitor-repeat.ts';

const dayMs = 24 * 60 * 60 * 1_000;
/** Earlier conversations among which the last that was answered is sought. */
const looksBack = 10;
/** Somebody has to answer messages before there is room. */
const noRoomRetryMs = 3_600_000;

type Start = Extract<ChatFrame, { type: 'chat.start' }>;
type Leave = Extract<ChatFrame, { type: 'chat.leave' }>;

/** A request that was admitted. */
interface Request<Frame extends Start | Leave = Start | Leave> {
  readonly use: WebChatParts;
  readonly desk: AccountDesk;
  readonly link: ChatLink;
  readonly frame: Frame;
  readonly entry: Entry;
}

/** What is known of whom it comes from, and what they answered before the chat. */
interface Known {
  readonly card: VisitorCard;
  readonly given: BeforeAnswers | null;
}

/** Answers `chat.state` with the request when it is stored, or the code of a refusal. */
export function beginConversation(asked: Request<Start>): Promise<ErrorCode | Refused | null> {
  return perform(asked, (known) => {
    const open = openOf(asked);
    return open === undefined ? begin(asked, known) : join(asked, known, open.id);
  });
}

/**
 * A waiting conversation becomes the message, else a new one is made. Nobody's room is taken. One after
 * another in an account, so that no more are left than there is room for.
 */
export function leaveMessage(asked: Request<Leave>): Promise<ErrorCode | Refused | null> {
  const { use, desk, link, entry } = asked;
  return perform(asked, (known) => {
    release(asked);
    return desk.writes.queue.run('messages left', async () => {
      const left = await use.store.openCases(link.account);
      if (left >= conversationLimits.messagesLeft)
        return { code: 'message.no_room', retryAfterMs: noRoomRetryMs };
      const refused = await leave(asked, known);
      if (refused === null) entry.begun();
      return refused;
    });
  });
}

/** In the visitor's write queue. A request that comes again is answered as it was. */
function perform(
  { use, desk, link, frame }: Request,
  work: (known: Known) => Promise<ErrorCode | Refused | null>,
): Promise<ErrorCode | Refused | null> {
  return desk.writes.ofAddress(visitorAddress(link.visitor), async () => {
    const { decision } = frame;
    const earlier = await answered(use, desk, link, frame.request);
    const trait = desk.desk.plan.settings.tiers.attribute;
    const card = await use.cards.of(link.account, link.visitor, { decision, trait });
    const given = await readAnswers(use, link, { card, decision }, frame.before);
    if (earlier !== null) {
      // The server may have stopped between what was stored and the fields that belong to it.
      if (given !== 'invalid') await keepAgain(use, desk.writes, link, earlier.id, given);
      return answerAgain(use, desk, link, frame, earlier);
    }
    if (given === 'invalid') return 'message.answer_invalid';
    if (await use.store.isBlocked(link.account, visitorAddress(link.visitor)))
      return 'visitor.blocked';
    return work({ card, given });
  });
}

function openOf({ desk, link: { visitor, site } }: Request): Conversation | undefined {
  return desk.openOf({ ...visitorAddress(visitor), site });
}

async function join(
  asked: Request<Start>,
  known: Known,
  id: ConversationId,
): Promise<ErrorCode | null> {
  const { desk, frame } = asked;
  const change = toldOf(known.given);
  const written = await desk.writes.append(id, messagesOf(asked, known), change, frame.request);
  return settle(asked, known, id, written);
}

async function begin(asked: Request<Start>, known: Known): Promise<ErrorCode | null> {
  const { use, desk, link, entry } = asked;
  const { tier, value } = known.card;
  release(asked);
  const opening = await openingOf(asked, known);
  if (opening === null) return 'agent.no_room';
  const { id, skill, along } = opening;
  const last = await lastAgent(use, desk, link);
  const standing = standingOf(desk.desk.plan.settings, tier, value);
  const { refused, stored } = desk.apply(
    { type: 'conversation.start', id, skill, known: last, standing, payer: link.payer },
    new Map([[id, along]]),
  );
  if (refused !== null) return refused;
  entry.begun();
  return settle(asked, known, id, writtenOf(await stored, id));
}

async function leave(asked: Request<Leave>, known: Known): Promise<ErrorCode | null> {
  const { desk, frame } = asked;
  const { card, given } = known;
  const note = desk.writes.systemMessage({ type: 'left-message', address: frame.address });
  const messages = [...messagesOf(asked, known), note];
  const waiting = openOf(asked);
  if (waiting !== undefined && desk.desk.conversations.get(waiting.id)?.status === 'waiting')
    return leaveQueue(asked, known, waiting.id, messages);
  const made = newConversation(asked, known, {
    status: 'message',
    replyTo: frame.address,
    skill: given?.skill ?? card.origin?.skill ?? null,
  });
  const all = [...invited(desk, card.origin?.invitation?.message), ...messages];
  const written = await desk.writes.leaveMessage(frame.request, made, all);
  return settle(asked, known, made.id, written);
}

/** What waits becomes the message. */
async function leaveQueue(
  asked: Request<Leave>,
  known: Known,
  id: ConversationId,
  messages: readonly NewMessage[],
): Promise<ErrorCode | null> {
  const { desk, frame } = asked;
  const change = {
    ...toldOf(known.given),
    status: 'message',
    caseState: 'open',
    replyTo: frame.address,
    endedAt: null,
  } as const;
  const along = new Map([[id, { messages, change, request: frame.request }]]);
  const { refused, stored } = desk.apply({ type: 'conversation.drop', id, user: null }, along);
  if (refused !== null) return refused;
  return settle(asked, known, id, writtenOf(await stored, id));
}

/** Keeps the answers in the fields of the conversation that they are stored in, then answers. */
async function settle(
  { use, desk, link, frame }: Request,
  { given }: Known,
  id: ConversationId,
  written: Written | null,
): Promise<ErrorCode | null> {
  await keepFields(use, desk.writes, link, id, given);
  return answer(desk, link, frame, written);
}

function writtenOf(stored: readonly Written[], id: ConversationId): Written | null {
  return stored.find(({ record }) => record.id === id) ?? null;
}

/** The place that was held for the offer is free. */
function release({ desk, frame: { decision } }: Request): void {
  if (decision !== undefined) desk.apply({ type: 'release', decision });
}

interface Opening {
  readonly id: ConversationId;
  readonly skill: SkillId | null;
  readonly along: Along;
}

/** What they begin: the last goes on, or a new one is made. Null: nobody is there for it. */
async function openingOf(asked: Request<Start>, known: Known): Promise<Opening | null> {
  const { use, desk, link, frame } = asked;
  const { request } = frame;
  const { card, given } = known;
  const { origin, shown } = card;
  const last = origin === null && given === null ? await endedOf(use, link) : null;
  // One whose skill nobody there has, or is closed, would wait for nobody: they begin anew.
  if (last !== null && desk.staffedFor(last.skill)) {
    const note = desk.writes.systemMessage({ type: 'reopened' });
    const messages = [note, ...messagesOf(asked, known)];
    return { id: last.id, skill: last.skill, along: { messages, request } };
  }
  const skill = given?.skill ?? origin?.skill ?? desk.wantedSkill(shown, frame.message?.text ?? '');
  if (!desk.staffedFor(skill)) return null;
  const replyTo = given?.address ?? null;
  const made = newConversation(asked, known, { status: 'waiting', replyTo, skill });
  const messages = [...invited(desk, origin?.invitation?.chat), ...messagesOf(asked, known)];
  return { id: made.id, skill, along: { open: { request, made }, messages } };
}

/** Who answered this visitor last, within the account's days. */
async function lastAgent(
  use: WebChatParts,
  { desk }: AccountDesk,
  { account, visitor }: ChatLink,
): Promise<UserId | null> {
  const { sameAgentDays } = desk.plan.settings;
  if (sameAgentDays === 0) return null;
  const since = use.clock.now() - sameAgentDays * dayMs;
  const earlier = await use.store.list(account, {
    ...visitorAddress(visitor),
    before: null,
    limit: looksBack,
  });
  const last = earlier.find(({ agent, answeredAt }) => agent !== null && answeredAt !== null);
  return last !== undefined && last.lastAt >= since ? (last.agent?.user ?? null) : null;
}

/** The conversation that is over and goes on with what the visitor says now; null: there is none. */
async function endedOf(
  use: WebChatParts,
  { account, visitor, site }: ChatLink,
): Promise<Conversation | null> {
  const rules = await use.reopening(account);
  if (rules.visitorH === 0) return null;
  const [last] = await use.store.list(account, {
    ...visitorAddress(visitor),
    before: null,
    limit: 1,
  });
  if (last?.site !== site || !mayVisitorReopen(rules, last, use.clock.now())) return null;
  return (await use.isMerged(account, last.id)) ? null : last;
}

/** What of the answers a conversation takes over that is there already. */
function toldOf(given: BeforeAnswers | null): ConversationChange {
  if (given === null) return {};
  const { name, address } = given;
  return {
    ...(name === '' ? {} : { visitorName: name }),
    ...(address === null ? {} : { replyTo: address }),
  };
}

/** What the engagement said that they accepted, as the words of the business. */
function invited({ writes }: AccountDesk, words: string | undefined): readonly NewMessage[] {
  return words ? [writes.fromSystem({ type: 'text', text: words })] : [];
}

/** What was answered before the chat, then what they said. */
function messagesOf({ use, frame: { message } }: Request, { given }: Known): readonly NewMessage[] {
  return [
    ...(given === null ? [] : [given.message]),
    ...(message === undefined ? [] : [firstMessage(use, message)]),
  ];
}

function newConversation(
  { use, link, frame }: Request,
  { given, card }: Known,
  of: Pick<NewConversation, 'status' | 'replyTo' | 'skill'>,
): NewConversation {
  const { decision } = frame;
  const { site, visitor } = link;
  const { name, origin } = card;
  return {
    ...of,
    id: ConversationId.parse(use.ids.next()),
    ...visitorAddress(visitor),
    site,
    visitor,
    visitorName: given?.name || frame.name?.trim() || name,
    origin:
      origin === null || decision === undefined
        ? null
        : { decision, campaign: origin.campaign, campaignName: origin.campaignName },
    startedAt: use.clock.now(),
    topic: null,
  };
}
