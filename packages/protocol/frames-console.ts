// The console socket (`/api/v1/socket`, session cookie or bearer): live visitors, conversations,
// presence. REST also provides everything it shows; the socket reports changes.
import { WrittenLetter } from './channel/letter.ts';
import { z } from 'zod';
import { about, frame } from './frame.ts';
import { conversationLimits } from './limits/conversations.ts';
import {
  type AgentPresence,
  AgentState,
  type Conversation,
  type Message,
  type MessagesPart,
  type Ring,
  type RingEnd,
  SaidSequence,
  type StoredMessage,
} from './conversation/conversation.ts';
import type { Availability } from './campaign/configuration.ts';
import { type ConversationId, MessageId, SkillId, UserId, VisitorId } from './ids.ts';
import type { Problem } from './errors.ts';
import { routingLimits } from './rest/team/routing.ts';
import { privateConsoleFrames, type PrivateValueFrame } from './conversation/private.ts';
import {
  callFrames,
  colleagueFrames,
  RecordFrame,
  type CallServerFrame,
  type ColleagueLeft,
  HoldFrame,
  WatchFrame,
  type SpokenCall,
} from './conversation/spoken.ts';
import { OfferedContent } from './conversation/message-content.ts';
import { textOf } from './text.ts';
import type { VisitorRow } from './rest/visitor.ts';

const text = textOf(conversationLimits.messageLength, 1);
const through = { ...about, through: SaidSequence };
/** A command. Answered by `done`, or by `problem`, with the same request. */
const asked = { request: z.string(), ...about };

export const ConsoleFrame = z.discriminatedUnion('type', [
  frame('ping', {}),
  /** Begin and end the live visitor list. */
  frame('visitors.watch', { site: z.string().optional() }),
  frame('visitors.unwatch', {}),
  frame('agent.state', {
    state: AgentState,
    /** One of the account's reasons. Only with a state that accepts nothing new. */
    reason: z.string().max(routingLimits.reasonLength).optional(),
  }),
  /** A manager sets another agent's state. */
  frame('agent.set', { request: z.string(), user: UserId, state: AgentState }),
  frame('message.post', {
    ...about,
    id: MessageId,
    text,
    note: z.boolean(),
    /** Not in a note. The stored text is then the server's plain words of it. */
    content: OfferedContent.optional(),
    /** Not in a note: it carries the file that was uploaded under this id. */
    attachment: z.literal(true).optional(),
    /** Of a text in a conversation by e-mail. */
    letter: WrittenLetter.optional(),
  }),
  frame('conversation.resume', { ...about, after: SaidSequence.nonnegative() }),
  frame('conversation.typing', { ...about, typing: z.boolean() }),
  /** This user's unsent draft. Empty: none any more. */
  frame('draft.keep', {
    request: textOf(64, 1),
    ...about,
    text: textOf(conversationLimits.messageLength),
    note: z.boolean(),
  }),
  frame('conversation.received', through),
  frame('conversation.read', through),
  /** Write first to a visitor who is on the site. `done` names the conversation. */
  frame('conversation.begin', {
    request: textOf(64, 1),
    visitor: VisitorId,
    id: MessageId,
    text,
    /** They are in control, which this blurs: do it anyway. */
    confirmed: z.boolean(),
  }),
  frame('conversation.accept', asked),
  frame('conversation.transfer', {
    ...asked,
    /** An agent, at whom it rings. Null: a skill or the queue. */
    to: UserId.nullable(),
    /** Rings at agents who have it; with `queue`, it waits for them. Neither: back to the queue. */
    skill: SkillId.optional(),
    queue: z.boolean().optional(),
    note: textOf(1000),
  }),
  /** From a colleague who has it and is told. */
  frame('conversation.take-over', asked),
  /** To write in it beside its owner. The visitor and the owner are told. */
  frame('conversation.join', asked),
  frame('conversation.leave', asked),
  /** How many places of the room it takes. */
  frame('conversation.weigh', {
    ...asked,
    weight: z.number().int().min(routingLimits.weight.least).max(routingLimits.weight.most),
  }),
  /** It must no longer ring here. */
  frame('conversation.decline', asked),
  /** It rings elsewhere; the agent who hands it on keeps it. */
  frame('conversation.recall', asked),
  /** Active → wrap-up, wrap-up → ended. */
  frame('conversation.end', asked),
  frame('conversation.reopen', {
    ...asked,
    /** As for beginning one. An older console leaves it out, which confirms nothing. */
    confirmed: z.boolean().exactOptional(),
  }),
  frame('conversation.block', asked),
  ...privateConsoleFrames,
  ...callFrames,
  ...colleagueFrames,
  HoldFrame,
  RecordFrame,
  WatchFrame,
]);
export type ConsoleFrame = z.infer<typeof ConsoleFrame>;

interface KeptDraft {
  readonly conversation: ConversationId;
  readonly text: string;
  readonly note: boolean;
  readonly at: number;
}

/** Conversations of the account with a call. */
export interface CallsThere {
  /** Their visitor waits to speak, with their sound. */
  readonly waiting: readonly ConversationId[];
  /** An agent is in it. */
  readonly going: readonly ConversationId[];
}

export type ConsoleServerFrame =
  /** With the server's clock: a console that slept has a wrong one. */
  | { readonly type: 'pong'; readonly serverTime: number }
  | {
      readonly type: 'ready';
      readonly user: UserId;
      readonly state: AgentState;
      /** False: no state was chosen yet, which is so only at a first sign-in. */
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
  /** The whole list, then changes. Rows are keyed by visitor. */
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
      /** Left messages that wait for an answer, in addition to those listed. */
      readonly unlisted?: number;
    }
  | { readonly type: 'conversation.changed'; readonly conversation: Conversation }
  | { readonly type: 'message'; readonly message: Message }
  /** A delivery of a conversation open on this screen changed: read it by REST. */
  | { readonly type: 'delivery.changed'; readonly conversation: ConversationId }
  | ({ readonly type: 'messages' } & MessagesPart)
  | ({ readonly type: 'posted' } & StoredMessage)
  /** What the visitor is typing, unsent. Empty if previews are off or typing stopped. */
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
  /** How far this user has read one that they joined; to all of their consoles. */
  | { readonly type: 'seen'; readonly conversation: ConversationId; readonly through: number }
  /** This user's drafts in conversations that are not over. */
  | { readonly type: 'drafts.all'; readonly drafts: readonly KeptDraft[] }
  /**
   * One of them changed, to all of their consoles. Empty: it is gone. `request`: which request
   * changed it.
   */
  | ({ readonly type: 'draft'; readonly request: string } & KeptDraft)
  /** This user takes it by hand, on one of their consoles: what follows is no news to them. */
  | { readonly type: 'took'; readonly conversation: ConversationId }
  /** Everything that rings now, then changes. */
  | { readonly type: 'rings.all'; readonly rings: readonly Ring[] }
  | { readonly type: 'ring.began'; readonly ring: Ring }
  | { readonly type: 'ring.ended'; readonly ring: Ring; readonly why: RingEnd }
  | PrivateValueFrame
  /** This user's calls, and whether calls are offered here. Then changes. */
  | {
      readonly type: 'calls.all';
      readonly offered: boolean;
      readonly calls: readonly SpokenCall[];
      readonly others: CallsThere;
    }
  /** Replaces them. */
  | { readonly type: 'calls.others'; readonly others: CallsThere }
  | CallServerFrame
  | ColleagueLeft
  /** Agents' room and the expected wait by skill; `*`: in total. All of it, whenever it changes. */
  | { readonly type: 'room'; readonly skills: Availability['skills'] }
  | { readonly type: 'agents.all'; readonly agents: readonly AgentPresence[] }
  | { readonly type: 'agent.changed'; readonly agent: AgentPresence }
  /** Accepted and refused events for the debugger, while its page is open there. */
  | { readonly type: 'configuration.changed'; readonly version: number };
