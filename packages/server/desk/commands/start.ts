// Begins a conversation: accepted from an engagement, on the contact's own initiative, or as a
// message left while nobody is there. One request begins one conversation. An address has at most
// one open conversation per site: a second start joins it.
import { standingOf } from '@opportune/core/conversation/queue/queue-order.ts';
import { mayVisitorReopen } from '@opportune/core/conversation/reopening.ts';
import type {
  ConversationChange,
  NewConversation,
  NewMessage,
  Written,
} from '@opportune/core/ports/conversation-store.ts';
import type { VisitorCard } from '@opportune/protocol/bus/card.ts';
import type { AddressAt } from '@opportune/protocol/contact/contact.ts';
import type { Conversation, SystemNote } from '@opportune/protocol/conversation/conversation.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import {
  ConversationId,
  type DecisionId,
  type SkillId,
  type UserId,
} from '@opportune/protocol/ids.ts';
import { conversationLimits } from '@opportune/protocol/limits/conversations.ts';
import type { AccountDesk } from '../account-desk.ts';
import type { DeskParts } from '../seams.ts';
import type { Along } from '../writes/desk-writes.ts';
import { type BeforeAnswers, keepAgain, keepFields } from './before-answers.ts';
import { type Answer, answerAgain, answered, type First, firstMessage, tell } from './repeat.ts';
import type { Whose } from './whose.ts';

const dayMs = 24 * 60 * 60 * 1_000;
/** How many earlier conversations are searched for the last agent. */
const looksBack = 10;
/** There is no room until messages are answered, so a retry within the hour is pointless. */
const noRoomRetryMs = 3_600_000;

/** The request. */
export interface Start {
  readonly request: string;
  /** The accepted engagement. */
  readonly decision: DecisionId | undefined;
  /** The contact's name. Empty if unknown. */
  readonly name: string;
  readonly said: First | null;
  /** What is known about the visitor. */
  readonly card: VisitorCard;
  /** They wait to speak. */
  readonly speaks?: boolean;
  /** Their answers before the chat. */
  readonly before: BeforeAnswers | null | 'invalid';
}

/** A request that was admitted. */
interface Asked<Of extends Start = Start> {
  readonly use: DeskParts;
  readonly desk: AccountDesk;
  readonly whose: Whose;
  readonly start: Of;
  readonly answer: Answer;
  /** Call when a new conversation or message exists for it. */
  readonly begun: () => void;
}
type Leaving = Start & {
  /** Null: they are called instead. */
  readonly replyTo: string | null;
  /** They are to be called back. `from` null: as soon as somebody is free. */
  readonly callback?: { readonly from: number | null };
};

/** A refusal, with the time after which a retry is useful. */
type Refused = { readonly code: ErrorCode; readonly retryAfterMs?: number };

/** The answers before the chat, which match what is asked. */
interface Known {
  readonly given: BeforeAnswers | null;
}

/** Answers once it is stored, or with the code of a refusal. */
export function startConversation(asked: Asked): Promise<ErrorCode | Refused | null> {
  return perform(asked, (known) => {
    const open = asked.desk.openOf(asked.whose);
    return open === undefined ? begin(asked, known) : join(asked, known, open.id);
  });
}

/**
 * Turns a waiting conversation into a message, or creates a new message. Takes nobody's room. Runs
 * one at a time per account, so that the bound on messages is exact.
 */
export function leaveMessage(asked: Asked<Leaving>): Promise<ErrorCode | Refused | null> {
  const { use, desk, begun } = asked;
  return perform(asked, (known) => {
    release(asked);
    return desk.writes.queue.run('messages left', async () => {
      const left = await use.store.openCases(desk.account);
      if (left >= conversationLimits.messagesLeft)
        return { code: 'message.no_room', retryAfterMs: noRoomRetryMs };
      const refused = await leave(asked, known);
      if (refused === null) begun();
      return refused;
    });
  });
}

/** Runs in the write queue of their address. A repeated request gets the first answer. */
function perform(
  { use, desk, whose, start, answer }: Asked,
  work: (known: Known) => Promise<ErrorCode | Refused | null>,
): Promise<ErrorCode | Refused | null> {
  const { before: given, said, request } = start;
  return desk.writes.ofAddress(whose, async () => {
    const earlier = await answered(use, desk, whose, request);
    if (earlier !== null) {
      // The server may have stopped after storing the conversation and before storing its fields.
      if (given !== 'invalid') await keepAgain(use, desk, earlier.id, given);
      return answerAgain(use, desk, said, earlier, answer);
    }
    if (given === 'invalid') return 'message.answer_invalid';
    if (await use.store.isBlocked(desk.account, whose)) return 'visitor.blocked';
    return work({ given });
  });
}

async function join(asked: Asked, known: Known, id: ConversationId): Promise<ErrorCode | null> {
  const { desk, start } = asked;
  const change = toldOf(known.given);
  const written = await desk.writes.append(id, messagesOf(asked, known), change, start.request);
  return settle(asked, known, id, written);
}

async function begin(asked: Asked, known: Known): Promise<ErrorCode | null> {
  const { use, desk, whose, begun } = asked;
  const { speaks = false, card } = asked.start;
  const { tier, value } = card;
  release(asked);
  const opening = await openingOf(asked, known);
  if (opening === null) return 'agent.no_room';
  const { id, skill, along } = opening;
  const last = await lastAgent(use, desk, whose);
  const standing = standingOf(desk.desk.plan.settings, tier, value);
  const { channel, payer } = whose;
  const { refused, stored } = desk.apply(
    { type: 'conversation.start', id, channel, skill, known: last, standing, payer, speaks },
    new Map([[id, along]]),
  );
  if (refused !== null) return refused;
  begun();
  return settle(asked, known, id, writtenOf(await stored, id));
}

async function leave(asked: Asked<Leaving>, known: Known): Promise<ErrorCode | null> {
  const { desk, start } = asked;
  const { card, replyTo, request } = start;
  const { given } = known;
  const note = desk.writes.systemMessage(leftNote(start));
  const messages = [...messagesOf(asked, known), note];
  const waiting = desk.openOf(asked.whose);
  if (waiting !== undefined && desk.desk.conversations.get(waiting.id)?.status === 'waiting')
    return leaveQueue(asked, known, waiting.id, messages);
  const made = newConversation(asked, known, {
    status: 'message',
    replyTo,
    skill: given?.skill ?? card.origin?.skill ?? null,
  });
  const all = [...invited(desk, card.origin?.invitation?.message), ...messages];
  const written = await desk.writes.leaveMessage(request, made, all);
  return settle(asked, known, made.id, written);
}

function leftNote({ replyTo, callback }: Leaving): SystemNote {
  return callback === undefined
    ? { type: 'left-message', address: replyTo ?? '' }
    : { type: 'callback', what: 'promised', from: callback.from };
}

/** The waiting conversation becomes the message. */
async function leaveQueue(
  asked: Asked<Leaving>,
  known: Known,
  id: ConversationId,
  messages: readonly NewMessage[],
): Promise<ErrorCode | null> {
  const { desk, start } = asked;
  const change = {
    ...toldOf(known.given),
    status: 'message',
    caseState: 'open',
    replyTo: start.replyTo,
    endedAt: null,
  } as const;
  const along = new Map([[id, { messages, change, request: start.request }]]);
  const { refused, stored } = desk.apply({ type: 'conversation.drop', id, user: null }, along);
  if (refused !== null) return refused;
  return settle(asked, known, id, writtenOf(await stored, id));
}

/** Stores the answers in the fields of their conversation, then answers. */
async function settle(
  { use, desk, start, answer }: Asked,
  { given }: Known,
  id: ConversationId,
  written: Written | null,
): Promise<ErrorCode | null> {
  await keepFields(use, desk, id, given);
  return tell(written, start.said, answer);
}

function writtenOf(stored: readonly Written[], id: ConversationId): Written | null {
  return stored.find(({ record }) => record.id === id) ?? null;
}

/** The place that was held for the offer is free. */
function release({ desk, start: { decision } }: Asked): void {
  if (decision !== undefined) desk.apply({ type: 'release', decision });
}

interface Opening {
  readonly id: ConversationId;
  readonly skill: SkillId | null;
  readonly along: Along;
}

/** Continues the last conversation or creates one. Null if nobody is there for it. */
async function openingOf(asked: Asked, known: Known): Promise<Opening | null> {
  const { use, desk, whose, start } = asked;
  const { request, card, said } = start;
  const { given } = known;
  const { origin, shown } = card;
  const last = origin === null && given === null ? await endedOf(use, desk, whose) : null;
  // If nobody present has its skill, or the skill is closed, a new conversation begins instead of
  // waiting for nobody.
  if (last !== null && desk.staffedFor(last.skill)) {
    const note = desk.writes.systemMessage({ type: 'reopened' });
    const messages = [note, ...messagesOf(asked, known)];
    return { id: last.id, skill: last.skill, along: { messages, request } };
  }
  const skill = given?.skill ?? origin?.skill ?? desk.wantedSkill(shown, said?.text ?? '');
  if (!desk.staffedFor(skill)) return null;
  const replyTo = given?.address ?? null;
  const made = newConversation(asked, known, { status: 'waiting', replyTo, skill });
  const messages = [...invited(desk, origin?.invitation?.chat), ...messagesOf(asked, known)];
  return { id: made.id, skill, along: { open: { request, made }, messages } };
}

/** The agent who last answered at this address, within the account's limit of days. */
export async function lastAgent(
  { clock, store }: Pick<DeskParts, 'clock' | 'store'>,
  { account, desk }: AccountDesk,
  { channel, address }: AddressAt,
): Promise<UserId | null> {
  const { sameAgentDays } = desk.plan.settings;
  if (sameAgentDays === 0) return null;
  const since = clock.now() - sameAgentDays * dayMs;
  const listing = { channel, address, before: null, limit: looksBack };
  const earlier = await store.list(account, listing);
  const last = earlier.find(({ agent, answeredAt }) => agent !== null && answeredAt !== null);
  return last !== undefined && last.lastAt >= since ? (last.agent?.user ?? null) : null;
}

/** The ended conversation that the contact's message continues. Null if there is none. */
async function endedOf(
  use: DeskParts,
  { account }: AccountDesk,
  { channel, address, site }: Whose,
): Promise<Conversation | null> {
  const rules = await use.reopening(account);
  if (rules.visitorH === 0) return null;
  const [last] = await use.store.list(account, { channel, address, before: null, limit: 1 });
  if (last?.site !== site || !mayVisitorReopen(rules, last, use.clock.now())) return null;
  return (await use.isMerged(account, last.id)) ? null : last;
}

/** The answers that an existing conversation takes over. */
function toldOf(given: BeforeAnswers | null): ConversationChange {
  if (given === null) return {};
  const { name, address } = given;
  return {
    ...(name === '' ? {} : { visitorName: name }),
    ...(address === null ? {} : { replyTo: address }),
  };
}

/** The text of the engagement that they accepted, as words of the business. */
function invited({ writes }: AccountDesk, words: string | undefined): readonly NewMessage[] {
  return words ? [writes.fromSystem({ type: 'text', text: words })] : [];
}

/** The answers given before the chat, then their message. */
function messagesOf({ use, start: { said } }: Asked, { given }: Known): readonly NewMessage[] {
  return [
    ...(given === null ? [] : [given.message]),
    ...(said === null ? [] : [firstMessage(use, said)]),
  ];
}

function newConversation(
  { use, whose, start }: Asked,
  { given }: Known,
  of: Pick<NewConversation, 'status' | 'replyTo' | 'skill'>,
): NewConversation {
  const { channel, address, site, visitor } = whose;
  const { decision, card } = start;
  const { name, origin } = card;
  return {
    ...of,
    id: ConversationId.parse(use.ids.next()),
    ...{ channel, address, site, visitor },
    visitorName: given?.name || start.name.trim() || name,
    origin: decision === undefined ? null : originOf(origin, decision),
    startedAt: use.clock.now(),
    topic: null,
  };
}

function originOf(origin: VisitorCard['origin'], decision: DecisionId): NewConversation['origin'] {
  if (origin === null) return null;
  const { campaign, campaignName } = origin;
  return { decision, campaign, campaignName };
}
