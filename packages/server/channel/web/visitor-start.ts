// How a conversation begins: accepted from an engagement, on the visitor's own initiative, or as a
// message left while nobody is there. One request begins one conversation, and a visitor has at
// most one that is open: a second start joins it.
import type { ChatLink } from '@opportune/core/ports/visitor-chat.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type {
  NewConversation,
  NewMessage,
  ConversationChange,
} from '@opportune/core/ports/conversation-store.ts';
import { standingOf } from '@opportune/core/conversation/queue/queue-order.ts';
import type { VisitorCard } from '@opportune/protocol/bus/card.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import { ConversationId, type UserId } from '@opportune/protocol/ids.ts';
import type { ChatFrame } from '@opportune/protocol/frames-visitor.ts';
import { conversationLimits } from '@opportune/protocol/limits.ts';
import type { AccountDesk } from '../../desk/account-desk.ts';
import type { Entry, Refused } from './admission/admission.ts';
import { toGoOn } from '../../archive/reopening/reopening.ts';
import { type BeforeAnswers, keepAgain, keepFields, readAnswers } from './form-before-chat.ts';
import type { Along } from '../../desk/writes/desk-writes.ts';
import type { WebChatParts } from './seams.ts';
import { answer, answerAgain, answered, firstMessage } from './visitor-repeat.ts';

const dayMs = 24 * 60 * 60 * 1_000;
/** Earlier conversations among which the last that was answered is sought. */
const looksBack = 10;
/** Somebody has to answer messages before there is room. */
const noRoomRetryMs = 3_600_000;

type Start = Extract<ChatFrame, { type: 'chat.start' }>;
type Leave = Extract<ChatFrame, { type: 'chat.leave' }>;

/** Answers `chat.state` with the request when it is stored, or the code of a refusal. */
export function beginConversation(
  use: WebChatParts,
  desk: AccountDesk,
  link: ChatLink,
  frame: Start,
  entry: Entry,
): Promise<ErrorCode | null> {
  return desk.writes.queue.run(`visitor ${link.visitor}`, async () => {
    const earlier = await answered(use, desk, link, frame.request);
    if (earlier !== null) return onceMore(use, desk, link, frame, earlier);
    const card = await cardOf(use, desk, link, frame);
    const { origin } = card;
    const given = await readAnswers(use, link, { card, decision: frame.decision }, frame.before);
    if (given === 'invalid') return 'message.answer_invalid';
    const messages = firstMessages(use, frame, given);
    if (await use.store.isBlocked(link.account, link.visitor)) return 'visitor.blocked';
    const joined = desk.openOf(link);
    if (joined !== undefined) {
      const { id } = joined;
      const written = await desk.writes.append(id, messages, toldOf(given), frame.request);
      await keepFields(use, desk.writes, link, id, given);
      return answer(desk, link, frame, written);
    }
    if (frame.decision !== undefined) desk.apply({ type: 'release', decision: frame.decision });
    const ended = origin === null && given === null ? await endedOf(use, link) : null;
    // One whose skill nobody there has, or is closed, would wait for nobody: they begin anew.
    const again = ended !== null && desk.staffedFor(ended.skill) ? ended : null;
    const skill =
      given?.skill ?? origin?.skill ?? desk.wantedSkill(card.shown, frame.message?.text ?? '');
    if (again === null && !desk.staffedFor(skill)) return 'agent.no_room';
    const made = newConversation(use, link, frame, card, {
      status: 'waiting',
      replyTo: given?.address ?? null,
      skill,
      name: given?.name ?? '',
    });
    const known = await lastAgent(use, desk, link);
    const { settings } = desk.desk.plan;
    const standing = standingOf(settings, card.tier, card.value);
    const { id, skill: asked } = again ?? made;
    const all = [...invited(desk, origin?.invitation?.chat), ...messages];
    const along = new Map<ConversationId, Along>([
      [
        id,
        again === null
          ? { open: { request: frame.request, made }, messages: all }
          : reopened(desk, frame, messages),
      ],
    ]);
    const { refused, stored } = desk.apply(
      { type: 'conversation.start', id, skill: asked, known, standing, payer: link.payer },
      along,
    );
    if (refused !== null) return refused;
    entry.begun();
    await stored;
    await keepFields(use, desk.writes, link, id, given);
    const begun = again === null ? all : messages;
    return answer(desk, link, frame, await desk.writes.numbered(id, begun));
  });
}

/**
 * A waiting conversation becomes the message, else a new one is made. Nobody's room is taken. One after
 * another in an account, so that no more are left than there is room for.
 */
export function leaveMessage(
  use: WebChatParts,
  desk: AccountDesk,
  link: ChatLink,
  frame: Leave,
  entry: Entry,
): Promise<ErrorCode | Refused | null> {
  return desk.writes.queue.run(`visitor ${link.visitor}`, async () => {
    const earlier = await answered(use, desk, link, frame.request);
    if (earlier !== null) return onceMore(use, desk, link, frame, earlier);
    const card = await cardOf(use, desk, link, frame);
    const given = await readAnswers(use, link, { card, decision: frame.decision }, frame.before);
    if (given === 'invalid') return 'message.answer_invalid';
    if (await use.store.isBlocked(link.account, link.visitor)) return 'visitor.blocked';
    if (frame.decision !== undefined) desk.apply({ type: 'release', decision: frame.decision });
    return desk.writes.queue.run('messages left', async () => {
      const left = await use.store.openCases(link.account);
      if (left >= conversationLimits.messagesLeft)
        return { code: 'message.no_room', retryAfterMs: noRoomRetryMs };
      const refused = await storeMessage(use, desk, link, frame, { card, given });
      if (refused === null) entry.begun();
      return refused;
    });
  });
}

async function storeMessage(
  use: WebChatParts,
  desk: AccountDesk,
  link: ChatLink,
  frame: Leave,
  { card, given }: { readonly card: VisitorCard; readonly given: BeforeAnswers | null },
): Promise<ErrorCode | null> {
  const note = desk.writes.systemMessage({ type: 'left-message', address: frame.address });
  const said = firstMessages(use, frame, given);
  const messages = [...said, note];
  const waiting = desk.openOf(link);
  if (waiting !== undefined && desk.desk.conversations.get(waiting.id)?.status === 'waiting') {
    const change = {
      ...toldOf(given),
      status: 'message',
      caseState: 'open',
      replyTo: frame.address,
      endedAt: null,
    } as const;
    const along = new Map<ConversationId, Along>([
      [waiting.id, { messages, change, request: frame.request }],
    ]);
    const drop = { type: 'conversation.drop', id: waiting.id, user: null } as const;
    const { refused, stored } = desk.apply(drop, along);
    if (refused !== null) return refused;
    await stored;
    await keepFields(use, desk.writes, link, waiting.id, given);
    return answer(desk, link, frame, await desk.writes.numbered(waiting.id, said));
  }
  const made = newConversation(use, link, frame, card, {
    status: 'message',
    replyTo: frame.address,
    skill: given?.skill ?? card.origin?.skill ?? null,
    name: given?.name ?? '',
  });
  const all = [...invited(desk, card.origin?.invitation?.message), ...messages];
  const written = await desk.writes.leaveMessage(frame.request, made, all);
  await keepFields(use, desk.writes, link, made.id, given);
  return answer(desk, link, frame, written);
}

/** The server may have stopped between what was stored and the fields that belong to it. */
async function onceMore(
  use: WebChatParts,
  desk: AccountDesk,
  link: ChatLink,
  frame: Start | Leave,
  earlier: Conversation,
): Promise<ErrorCode | null> {
  const card = await cardOf(use, desk, link, frame);
  const given = await readAnswers(use, link, { card, decision: frame.decision }, frame.before);
  if (given !== 'invalid') await keepAgain(use, desk.writes, link, earlier.id, given);
  return answerAgain(use, desk, link, frame, earlier);
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
  const earlier = await use.store.list(account, { visitor, before: null, limit: looksBack });
  const last = earlier.find(({ agent, answeredAt }) => agent !== null && answeredAt !== null);
  return last !== undefined && last.lastAt >= since ? (last.agent?.user ?? null) : null;
}

/** The conversation that is over and goes on with what the visitor says now; null: there is none. */
async function endedOf(use: WebChatParts, link: ChatLink): Promise<Conversation | null> {
  const rules = await use.reopening(link.account);
  const last = await toGoOn(use.store, rules, link, use.clock.now());
  return last === null || (await use.isMerged(link.account, last.id)) ? null : last;
}

function reopened(desk: AccountDesk, { request }: Start, messages: readonly NewMessage[]): Along {
  return { messages: [desk.writes.systemMessage({ type: 'reopened' }), ...messages], request };
}

/** What is known of whom it begins with, and of the decision that they accepted. */
function cardOf(
  { cards }: WebChatParts,
  { desk }: AccountDesk,
  { account, visitor }: ChatLink,
  { decision }: Start | Leave,
): Promise<VisitorCard> {
  return cards.of(account, visitor, { decision, trait: desk.plan.settings.tiers.attribute });
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
function firstMessages(
  use: WebChatParts,
  { message }: Start | Leave,
  given: BeforeAnswers | null,
): readonly NewMessage[] {
  return [
    ...(given === null ? [] : [given.message]),
    ...(message === undefined ? [] : [firstMessage(use, message)]),
  ];
}

function newConversation(
  use: WebChatParts,
  link: ChatLink,
  frame: Start | Leave,
  { name: known, origin }: VisitorCard,
  {
    status,
    replyTo,
    skill,
    name,
  }: Pick<NewConversation, 'status' | 'replyTo' | 'skill'> & { readonly name: string },
): NewConversation {
  const { site, visitor } = link;
  return {
    id: ConversationId.parse(use.ids.next()),
    site,
    visitor,
    status,
    replyTo,
    skill,
    visitorName: name || frame.name?.trim() || known,
    origin:
      origin === null || frame.decision === undefined
        ? null
        : {
            decision: frame.decision,
            campaign: origin.campaign,
            campaignName: origin.campaignName,
          },
    startedAt: use.clock.now(),
    topic: null,
  };
}
