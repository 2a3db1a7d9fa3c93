// Conversations and messages as every side sees them: visitor's window, agent's inbox, REST.
// Messages are stored and numbered; typing, previews and presence are not.
import { z } from 'zod';
import { customLimits } from '../limits/channels.ts';
import { conversationLimits } from '../limits/conversations.ts';
import { ReadContent } from './message-content.ts';
import { ReadLetterHead } from '../channel/letter.ts';
import { textOf } from '../text.ts';
import { SpokenEnd } from './spoken.ts';
import { Address } from '../contact/contact.ts';
import {
  CampaignId,
  ChannelId,
  ContactId,
  ConversationId,
  DecisionId,
  MessageId,
  SiteId,
  SkillId,
  UserId,
  VisitorId,
  RecordingId,
} from '../ids.ts';

/** The largest possible number of a message, as stored. */
export const mostSequence = 2_147_483_647;
/** How far somebody says that they have read. */
export const SaidSequence = z.number().int().max(mostSequence);

export const Author = z.discriminatedUnion('type', [
  z.object({ type: z.literal('visitor') }),
  z.object({ type: z.literal('agent'), user: UserId, name: z.string() }),
  z.object({ type: z.literal('system') }),
  /**
   * Somebody, or a machine, who wrote for the business in the provider's own app. Providers do not say
   * who it was, so it is named after the channel.
   */
  z.object({
    type: z.literal('channel'),
    name: z.string(),
    /** A machine wrote it, so it answers nothing. */
    automatic: z.literal(true).exactOptional(),
  }),
]);
export type Author = z.infer<typeof Author>;

/**
 * A call back. `again`: they were not reached, and are called again. `missed`: nobody calls any more by
 * itself. `from`: when they are to be called. Null: as soon as somebody is free, or not any more.
 */
export const CallbackNote = z.object({
  type: z.literal('callback'),
  what: z.enum(['promised', 'moved', 'again', 'missed', 'cancelled', 'withdrawn']),
  from: z.number().nullable(),
});

/** What the system notes in the transcript, shown in the reader's language. */
export const SystemNote = z.discriminatedUnion('type', [
  z.object({ type: z.literal('assigned'), agent: z.string() }),
  z.object({ type: z.literal('transferred'), from: z.string(), to: z.string() }),
  z.object({ type: z.literal('returned'), agent: z.string() }),
  z.object({ type: z.literal('ended'), by: z.enum(['visitor', 'agent', 'system']) }),
  z.object({ type: z.literal('reopened') }),
  /** A second agent writes in it beside its owner, or no longer does. */
  z.object({ type: z.literal('joined'), agent: z.string() }),
  z.object({ type: z.literal('left'), agent: z.string() }),
  /** The waiting visitor was gone for the grace period. */
  z.object({ type: z.literal('abandoned') }),
  z.object({ type: z.literal('left-message'), address: z.string() }),
  /** A private value: what was asked for, never what was given. */
  z.object({ type: z.literal('private-given'), label: z.string() }),
  /** Somebody proposed to speak. `agent`: whose name is shown, whoever proposed it. */
  z.object({
    type: z.literal('call-proposed'),
    by: z.enum(['visitor', 'agent']),
    agent: z.string(),
  }),
  /** `spokeS`: how long both sides were in it. Null: they never heard each other. */
  z.object({
    type: z.literal('call-ended'),
    reason: SpokenEnd,
    spokeS: z.number().int().nonnegative().nullable(),
  }),
  CallbackNote,
]);
export type SystemNote = z.infer<typeof SystemNote>;

/** How a conversation's ring at an agent ended. `over`: there was nothing left to accept. */
export const RingEnd = z.enum([
  'accepted',
  'declined',
  'timed-out',
  'gone',
  'no-room',
  'recalled',
  'over',
]);
export type RingEnd = z.infer<typeof RingEnd>;

/**
 * What a contact changed at a message. Edited, it stays as it was stored, with this behind it. Deleted, its
 * words are erased.
 */
export const ChangeAside = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('edited'),
    message: MessageId,
    text: textOf(conversationLimits.messageLength),
  }),
  z.object({ type: z.literal('deleted'), message: MessageId }),
  /** Null: they took their reaction back. */
  z.object({
    type: z.literal('reacted'),
    message: MessageId,
    reaction: textOf(customLimits.reactionLength, 1).nullable(),
  }),
]);
export type ChangeAside = z.infer<typeof ChangeAside>;

/**
 * Which app of the business may answer, where several share a page or account. `given` to us, `taken` or
 * `wanted` by another one; `took`, `asked` for and `passed` by an agent here. The app is named by its id.
 */
export const ControlAside = z.object({
  type: z.literal('control'),
  what: z.enum(['given', 'taken', 'wanted', 'took', 'asked', 'passed']),
  app: z.string().max(40).nullable(),
  /** The agent. Null: an app did it. */
  by: z.string().nullable(),
});
export type ControlAside = z.infer<typeof ControlAside>;

/** What the system notes for agents only. */
export const Aside = z.discriminatedUnion('type', [
  ...ChangeAside.options,
  /** It rings at `agent`, to take it over from `by`. */
  z.object({ type: z.literal('offered'), by: z.string(), agent: z.string() }),
  /** It rang at `agent` and was not accepted. */
  z.object({
    type: z.literal('not-taken'),
    agent: z.string(),
    why: z.enum(['declined', 'timed-out', 'gone', 'no-room']),
  }),
  /** An earlier conversation was merged into this one, or separated again. */
  z.object({
    type: z.enum(['merged', 'separated']),
    by: z.string(),
    conversation: ConversationId,
    startedAt: z.number(),
  }),
  ControlAside,
  /** A call was recorded. */
  z.object({
    type: z.literal('recorded'),
    recording: RecordingId,
    durationMs: z.number().int().nonnegative(),
  }),
  /** They showed that another address is theirs, as an agent had asked them to. */
  z.object({ type: z.literal('verified'), by: z.enum(['link', 'code']) }),
  /**
   * A caller typed a code: that of the page that they are at, or the one that was sent to them. `spent`: too
   * many were wrong of late, so that none is looked at.
   */
  z.object({ type: z.literal('caller-code'), result: z.enum(['page', 'sent', 'wrong', 'spent']) }),
  /** They came by the link of an offer in the page. Whoever has the link can write by it. */
  z.object({ type: z.literal('came'), campaign: z.string(), invitation: z.string() }),
  /**
   * The letter that began it has the subject of an earlier conversation with its sender. Nothing else
   * ties them.
   */
  z.object({
    type: z.literal('same-subject'),
    conversation: ConversationId,
    startedAt: z.number(),
  }),
  /** The mail server did not accept an answer to a left message. */
  z.object({ type: z.literal('not-mailed'), by: z.string(), message: MessageId }),
  /**
   * An agent began or reopened it by hand, although the visitor is in control of these campaigns,
   * by name.
   */
  z.object({
    type: z.enum(['begun', 'taken-up']),
    by: z.string(),
    control: z.array(z.string()),
    holdout: z.boolean(),
  }),
]);
export type Aside = z.infer<typeof Aside>;

export const MessageBody = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('text'),
    /** All of it in plain words, whatever `content` is. */
    text: textOf(conversationLimits.messageLength, 1),
    content: ReadContent,
    /** The message that this one answers: its replies, its form. */
    to: MessageId.optional(),
    /** It came, or left, as an e-mail. */
    letter: ReadLetterHead,
    /** Its contact deleted it. The text is an ellipsis. */
    erased: z.literal(true).optional(),
    /** Its channel sent it by itself. Its author is the system. */
    automatic: z.enum(['greeting', 'away']).optional(),
    /** Its contact wrote it while another app of the business had the conversation, which answers it. */
    standby: z.literal(true).optional(),
  }),
  /** Seen by agents only. */
  z.object({
    type: z.literal('note'),
    text: textOf(conversationLimits.messageLength, 1),
  }),
  z.object({ type: z.literal('system'), note: SystemNote }),
  /** Seen by agents only. */
  z.object({ type: z.literal('aside'), aside: Aside }),
]);
export type MessageBody = z.infer<typeof MessageBody>;
/** What is left of a message that its contact deleted. */
export const erasedBody: MessageBody = { type: 'text', text: '…', erased: true };
/** Bodies of which no byte goes to a visitor. */
export const agentsOnly: readonly MessageBody['type'][] = ['note', 'aside'];

export const Message = z.object({
  conversation: ConversationId,
  id: MessageId,
  /** 1, 2, 3 … without a gap, per conversation. Readers that may not see a note skip its number. */
  sequence: z.number().int().positive(),
  author: Author,
  body: MessageBody,
  at: z.number(),
});
export type Message = z.infer<typeof Message>;

/** Messages by their sequence. Not `complete`: more follow. */
export interface MessagesPart {
  readonly conversation: ConversationId;
  readonly messages: readonly Message[];
  readonly complete: boolean;
}
/** A message that was accepted, and its place. */
export interface StoredMessage {
  readonly conversation: ConversationId;
  readonly id: MessageId;
  readonly sequence: number;
  readonly at: number;
}

export const ConversationStatus = z.enum([
  'waiting',
  'active',
  'resting',
  'wrap-up',
  'ended',
  'message',
]);
export type ConversationStatus = z.infer<typeof ConversationStatus>;

/**
 * A conversation without its messages. Status `message`: left while nobody was there. `resting`:
 * answered, on a channel whose contacts may write again tomorrow, and silent since.
 */
export const Conversation = z.object({
  id: ConversationId,
  /** Its contact, and where they are reached. */
  channel: ChannelId,
  contact: ContactId,
  address: Address,
  /**
   * Its site if its channel is a page of one, else null. Of a conversation over another channel that
   * somebody came to by the link of an offer: the site, and the visitor to whom it was offered. Of a call
   * by telephone: the site and the visitor whose page the caller showed to be at.
   */
  site: SiteId.nullable(),
  visitor: VisitorId.nullable(),
  visitorName: z.string(),
  status: ConversationStatus,
  skill: SkillId.nullable(),
  /** Places of its agent's room that it takes. */
  weight: z.number().int().min(1).max(3).default(1),
  agent: z.object({ user: UserId, name: z.string() }).nullable(),
  /** Agents who write in it beside its owner. */
  joined: z
    .array(z.object({ user: UserId, name: z.string() }))
    .readonly()
    .default([]),
  /** The engagement it came from. Null: somebody's own initiative. */
  origin: z
    .object({ decision: DecisionId, campaign: CampaignId, campaignName: z.string() })
    .nullable(),
  /** The agent who began it by hand. Absent if the visitor did. */
  begunBy: UserId.exactOptional(),
  startedAt: z.number(),
  waitingSince: z.number().nullable(),
  /** Since when its place in the queue is counted, and the steps from customer tier and worth. */
  queuedAt: z.number(),
  standing: z.number().default(0),
  /** An agent who accepts it calls its contact back. */
  callsBack: z.boolean().default(false),
  answeredAt: z.number().nullable(),
  /** Since when the visitor waits for a reply: their first unanswered message. Null: none. */
  unansweredSince: z.number().nullable().default(null),
  endedAt: z.number().nullable(),
  lastSequence: z.number().int().nonnegative(),
  lastText: z.string(),
  lastAt: z.number(),
  /** Highest sequence that the other side's client received, and that it showed to a person. */
  visitorDelivered: z.number().int().nonnegative(),
  visitorRead: z.number().int().nonnegative(),
  agentDelivered: z.number().int().nonnegative(),
  agentRead: z.number().int().nonnegative(),
  /** Of a left message. Null: it is not a case. */
  caseState: z.enum(['open', 'answered', 'closed']).nullable().default(null),
  /** Address for an answer, if the visitor left one. */
  replyTo: z.string().nullable(),
  topic: z.string().nullable(),
});
export type Conversation = z.infer<typeof Conversation>;

export const AgentState = z.enum(['online', 'back-soon', 'away', 'offline']);
export type AgentState = z.infer<typeof AgentState>;

/** A program has no password and no address: it acts by its API tokens alone. */
export const AgentKind = z.enum(['person', 'program']);
export type AgentKind = z.infer<typeof AgentKind>;

export const AgentPresence = z.object({
  user: UserId,
  name: z.string(),
  kind: AgentKind.default('person'),
  state: AgentState,
  /** Why they are away. `no-answer`: they missed rings. */
  reason: z.string().nullable(),
  since: z.number(),
  /**
   * Places taken by conversations that are active or in wrap-up, by their weights; and all places.
   */
  active: z.number().int(),
  room: z.number().int(),
  /** How many conversations take them. */
  conversations: z.number().int(),
  skills: z.array(SkillId),
  /** They are in a call, or asked to one: nothing else reaches them. */
  speaks: z.boolean().default(false),
});
export type AgentPresence = z.infer<typeof AgentPresence>;

/** A conversation rings at one agent, who accepts it or does not. Never stored. */
export const Ring = z.object({
  conversation: ConversationId,
  to: z.object({ user: UserId, name: z.string() }),
  /** The agent who hands it on and keeps it meanwhile. Null: it waits. */
  by: z.object({ user: UserId, name: z.string() }).nullable(),
  /** The skill that it is handed to. Null if it is handed to the agent. */
  skill: SkillId.nullable(),
  /** Its visitor waits to speak: who accepts it is in the call at once. */
  speaks: z.literal(true).exactOptional(),
  until: z.number(),
});
export type Ring = z.infer<typeof Ring>;
