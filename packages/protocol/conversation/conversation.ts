// Conversations and messages as every side sees them: visitor's window, agent's inbox, REST.
// Messages are stored and numbered; typing, previews and presence are not.
import { z } from 'zod';
import { conversationLimits } from '../limits.ts';
import { ReadContent } from './message-content.ts';
import { textOf } from '../text.ts';
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
} from '../ids.ts';

/** No message has a greater number: what is stored of one holds no more. */
export const mostSequence = 2_147_483_647;
/** How far somebody says that they have read. */
export const SaidSequence = z.number().int().max(mostSequence);

export const Author = z.discriminatedUnion('type', [
  z.object({ type: z.literal('visitor') }),
  z.object({ type: z.literal('agent'), user: UserId, name: z.string() }),
  z.object({ type: z.literal('system') }),
]);
export type Author = z.infer<typeof Author>;

/** What the system notes in the transcript, in words of the reader's language. */
export const SystemNote = z.discriminatedUnion('type', [
  z.object({ type: z.literal('assigned'), agent: z.string() }),
  z.object({ type: z.literal('transferred'), from: z.string(), to: z.string() }),
  z.object({ type: z.literal('returned'), agent: z.string() }),
  z.object({ type: z.literal('ended'), by: z.enum(['visitor', 'agent', 'system']) }),
  z.object({ type: z.literal('reopened') }),
  /** A second agent writes in it beside its own, or does no more. */
  z.object({ type: z.literal('joined'), agent: z.string() }),
  z.object({ type: z.literal('left'), agent: z.string() }),
  /** The visitor was gone for the grace period while they waited. */
  z.object({ type: z.literal('abandoned') }),
  z.object({ type: z.literal('left-message'), address: z.string() }),
  /** A private value: what was asked for, never what was given. */
  z.object({ type: z.literal('private-given'), label: z.string() }),
]);
export type SystemNote = z.infer<typeof SystemNote>;

/** How it ended that a conversation rang at an agent. `over`: there was nothing to accept any more. */
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

/** What the system notes for agents only. */
export const Aside = z.discriminatedUnion('type', [
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
  /** The mail server did not take an answer to a message that was left. */
  z.object({ type: z.literal('not-mailed'), by: z.string(), message: MessageId }),
  /**
   * An agent began it by hand, or took it up again from its end: of these campaigns, by name, the visitor is
   * in control.
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

/** Messages by their sequence. Not `complete`: there are more behind them. */
export interface MessagesPart {
  readonly conversation: ConversationId;
  readonly messages: readonly Message[];
  readonly complete: boolean;
}
/** A message that was taken, and where it stands. */
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
 * A conversation without its messages. `message` status: left while nobody was there; `resting`: answered, on
 * a channel whose contacts may write again tomorrow, and silent since.
 */
export const Conversation = z.object({
  id: ConversationId,
  /** Whom it is with, and where they are reached. */
  channel: ChannelId,
  contact: ContactId,
  address: Address,
  /** Where its channel is a page of a site; else null. */
  site: SiteId.nullable(),
  visitor: VisitorId.nullable(),
  visitorName: z.string(),
  status: ConversationStatus,
  skill: SkillId.nullable(),
  /** Places of its agent's room that it takes. */
  weight: z.number().int().min(1).max(3).default(1),
  agent: z.object({ user: UserId, name: z.string() }).nullable(),
  /** Who writes in it beside its agent. */
  joined: z
    .array(z.object({ user: UserId, name: z.string() }))
    .readonly()
    .default([]),
  /** The engagement it came from; null: somebody's own initiative. */
  origin: z
    .object({ decision: DecisionId, campaign: CampaignId, campaignName: z.string() })
    .nullable(),
  /** The agent who began it by hand; absent if the visitor did. */
  begunBy: UserId.exactOptional(),
  startedAt: z.number(),
  waitingSince: z.number().nullable(),
  /** Since when its place in the queue is counted, and the steps that customer and worth bring. */
  queuedAt: z.number(),
  standing: z.number().default(0),
  answeredAt: z.number().nullable(),
  /** Since when the visitor waits for a reply: their first message that no agent has answered; null: none. */
  unansweredSince: z.number().nullable().default(null),
  endedAt: z.number().nullable(),
  lastSequence: z.number().int().nonnegative(),
  lastText: z.string(),
  lastAt: z.number(),
  /** Highest sequence the other side's client received, and showed to a person. */
  visitorDelivered: z.number().int().nonnegative(),
  visitorRead: z.number().int().nonnegative(),
  agentDelivered: z.number().int().nonnegative(),
  agentRead: z.number().int().nonnegative(),
  /** Of a message that was left; null: it is no case. */
  caseState: z.enum(['open', 'answered', 'closed']).nullable().default(null),
  /** Address for an answer, where the visitor left one. */
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
  /** Why they are away; `no-answer`: what rang at them was not answered. */
  reason: z.string().nullable(),
  since: z.number(),
  /** Places taken by conversations that are active or being wrapped up, by their weights; and all places. */
  active: z.number().int(),
  room: z.number().int(),
  /** How many conversations take them. */
  conversations: z.number().int(),
  skills: z.array(SkillId),
});
export type AgentPresence = z.infer<typeof AgentPresence>;

/** A conversation rings at one agent, who accepts it or does not. Never stored. */
export const Ring = z.object({
  conversation: ConversationId,
  to: z.object({ user: UserId, name: z.string() }),
  /** Who hands it on, and has it meanwhile; null: it waits. */
  by: z.object({ user: UserId, name: z.string() }).nullable(),
  /** The skill that it is handed to; null where it is handed to the agent. */
  skill: SkillId.nullable(),
  until: z.number(),
});
export type Ring = z.infer<typeof Ring>;
