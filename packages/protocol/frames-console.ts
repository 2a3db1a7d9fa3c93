// The console socket (`/api/v1/socket`, session cookie or bearer): live visitors, conversations,
// presence. Everything it shows can also be had by REST; the socket says what changed.
import { z } from 'zod';
import { conversationLimits } from './limits.ts';
import { AgentState, SaidSequence } from './conversation/conversation.ts';
import type { Availability } from './campaign/configuration.ts';
import type {
  AgentPresence,
  Conversation,
  Message,
  Ring,
  RingEnd,
} from './conversation/conversation.ts';
import { ConversationId, MessageId, SkillId, UserId, VisitorId } from './ids.ts';
import type { Problem } from './errors.ts';
import { routingLimits } from './rest/team/routing.ts';
import { privateConsoleFrames, type PrivateValueFrame } from './conversation/private.ts';
import { OfferedContent } from './conversation/message-content.ts';
import { textOf } from './text.ts';
import type { VisitorRow } from './rest/visitor.ts';

const text = textOf(conversationLimits.messageLength, 1);

export const ConsoleFrame = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ping') }),
  /** Begin and end the live visitor list. */
  z.object({ type: z.literal('visitors.watch'), site: z.string().optional() }),
  z.object({ type: z.literal('visitors.unwatch') }),
  z.object({
    type: z.literal('agent.state'),
    state: AgentState,
    /** One of the account's; only with a state that takes nothing new. */
    reason: z.string().max(routingLimits.reasonLength).optional(),
  }),
  /** A manager says how somebody else is. */
  z.object({
    type: z.literal('agent.set'),
    request: z.string(),
    user: UserId,
    state: AgentState,
  }),
  z.object({
    type: z.literal('message.post'),
    conversation: ConversationId,
    id: MessageId,
    text,
    note: z.boolean(),
    /** Not in a note. The stored text is then the server's plain words of it. */
    content: OfferedContent.optional(),
    /** Not in a note: it carries the file that was brought under this id. */
    attachment: z.literal(true).optional(),
  }),
  z.object({
    type: z.literal('conversation.resume'),
    conversation: ConversationId,
    after: SaidSequence.nonnegative(),
  }),
  z.object({
    type: z.literal('conversation.typing'),
    conversation: ConversationId,
    typing: z.boolean(),
  }),
  /** What this user has begun to write and not sent; empty: nothing any more. */
  z.object({
    type: z.literal('draft.keep'),
    request: textOf(64, 1),
    conversation: ConversationId,
    text: textOf(conversationLimits.messageLength),
    note: z.boolean(),
  }),
  z.object({
    type: z.literal('conversation.received'),
    conversation: ConversationId,
    through: SaidSequence,
  }),
  z.object({
    type: z.literal('conversation.read'),
    conversation: ConversationId,
    through: SaidSequence,
  }),
  /** A visitor who is on the site is spoken to first; `done` names the conversation. */
  z.object({
    type: z.literal('conversation.begin'),
    request: textOf(64, 1),
    visitor: VisitorId,
    id: MessageId,
    text,
    /** They are in control, which this blurs, and it goes on all the same. */
    confirmed: z.boolean(),
  }),
  z.object({
    type: z.literal('conversation.accept'),
    request: z.string(),
    conversation: ConversationId,
  }),
  z.object({
    type: z.literal('conversation.transfer'),
    request: z.string(),
    conversation: ConversationId,
    /** An agent, at whom it rings; null: a skill or the queue. */
    to: UserId.nullable(),
    /** Rings at those who have it; with `queue`, it waits for them. Neither: back to the queue. */
    skill: SkillId.optional(),
    queue: z.boolean().optional(),
    note: textOf(1000),
  }),
  /** From a colleague who has it, who is told. */
  z.object({
    type: z.literal('conversation.take-over'),
    request: z.string(),
    conversation: ConversationId,
  }),
  /** To write in it beside its agent; the visitor and the agent are told. */
  z.object({
    type: z.literal('conversation.join'),
    request: z.string(),
    conversation: ConversationId,
  }),
  z.object({
    type: z.literal('conversation.leave'),
    request: z.string(),
    conversation: ConversationId,
  }),
  /** How many places of the room it takes. */
  z.object({
    type: z.literal('conversation.weigh'),
    request: z.string(),
    conversation: ConversationId,
    weight: z.number().int().min(routingLimits.weight.least).max(routingLimits.weight.most),
  }),
  /** It rings here, and shall not. */
  z.object({
    type: z.literal('conversation.decline'),
    request: z.string(),
    conversation: ConversationId,
  }),
  /** It rings elsewhere; whoever hands it on keeps it. */
  z.object({
    type: z.literal('conversation.recall'),
    request: z.string(),
    conversation: ConversationId,
  }),
  /** Active → wrap-up, wrap-up → ended. */
  z.object({
    type: z.literal('conversation.end'),
    request: z.string(),
    conversation: ConversationId,
  }),
  z.object({
    type: z.literal('conversation.reopen'),
    request: z.string(),
    conversation: ConversationId,
    /** As where one is begun. A console from before this asks without, which confirms nothing. */
    confirmed: z.boolean().exactOptional(),
  }),
  z.object({
    type: z.literal('conversation.block'),
    request: z.string(),
    conversation: ConversationId,
  }),
  ...privateConsoleFrames,
]);
export type ConsoleFrame = z.infer<typeof ConsoleFrame>;

interface KeptDraft {
  readonly conversation: ConversationId;
  readonly text: string;
  readonly note: boolean;
  readonly at: number;
}

export type ConsoleServerFrame =
  /** With the server's clock, which a console that slept has lost. */
  | { readonly type: 'pong'; readonly serverTime: number }
  | {
      readonly type: 'ready';
      readonly user: UserId;
      readonly state: AgentState;
      /** False: nobody has said yet how they are, which is so at a first sign-in only. */
      readonly chosen: boolean;
      readonly serverTime: number;
    }
  | {
      readonly type: 'done';
      readonly request: string;
      /** The one that was begun. */
      readonly conversation?: ConversationId;
    }
  | {
      readonly type: 'problem';
      readonly problem: Problem;
      readonly request?: string;
      readonly id?: MessageId;
    }
  /** The whole list, then changes; rows are keyed by visitor. */
  | { readonly type: 'visitors.all'; readonly rows: readonly VisitorRow[]; readonly total: number }
  | {
      readonly type: 'visitors.changed';
      readonly rows: readonly VisitorRow[];
      readonly gone: readonly VisitorId[];
      readonly total: number;
    }
  | {
      readonly type: 'conversations.all';
      readonly conversations: readonly Conversation[];
      /** Messages that were left and wait for an answer, beside those that are listed. */
      readonly unlisted?: number;
    }
  | { readonly type: 'conversation.changed'; readonly conversation: Conversation }
  | { readonly type: 'message'; readonly message: Message }
  | {
      readonly type: 'messages';
      readonly conversation: ConversationId;
      readonly messages: readonly Message[];
      readonly complete: boolean;
    }
  | {
      readonly type: 'posted';
      readonly conversation: ConversationId;
      readonly id: MessageId;
      readonly sequence: number;
      readonly at: number;
    }
  /** What the visitor is typing, unsent; empty where previews are off or typing stopped. */
  | {
      readonly type: 'typing';
      readonly conversation: ConversationId;
      readonly typing: boolean;
      readonly text: string;
    }
  /** A colleague writes to the visitor. */
  | {
      readonly type: 'agent.typing';
      readonly conversation: ConversationId;
      readonly by: { readonly user: UserId; readonly name: string };
      readonly typing: boolean;
    }
  /** How far this user has read one that they joined; on every console of theirs. */
  | {
      readonly type: 'seen';
      readonly conversation: ConversationId;
      readonly through: number;
    }
  /** What this user has begun to write in conversations that are not over. */
  | { readonly type: 'drafts.all'; readonly drafts: readonly KeptDraft[] }
  /** One of them is another now, on every console of theirs; empty: it is gone. `request`: who asked for it. */
  | ({ readonly type: 'draft'; readonly request: string } & KeptDraft)
  /** This user takes it by hand, on one console of theirs: what follows is no news to them. */
  | { readonly type: 'took'; readonly conversation: ConversationId }
  /** What rings now at anybody, then what changes. */
  | { readonly type: 'rings.all'; readonly rings: readonly Ring[] }
  | { readonly type: 'ring.began'; readonly ring: Ring }
  | { readonly type: 'ring.ended'; readonly ring: Ring; readonly why: RingEnd }
  | PrivateValueFrame
  /** Agents' room and the expected wait by skill; `*`: of everybody. All of it, whenever it changes. */
  | { readonly type: 'room'; readonly skills: Availability['skills'] }
  | { readonly type: 'agents.all'; readonly agents: readonly AgentPresence[] }
  | { readonly type: 'agent.changed'; readonly agent: AgentPresence }
  /** Accepted and refused events for the debugger, while its page is open there. */
  | { readonly type: 'configuration.changed'; readonly version: number };
