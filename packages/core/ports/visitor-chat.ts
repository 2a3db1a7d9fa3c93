// The interface between a visitor's connection and chats. A visitor reaches only their own
// conversations of their own site. Anything else is answered as if it did not exist.
import type { CallFrame, ColleagueFrame } from '@opportune/protocol/conversation/spoken.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type {
  ChatFrame,
  ServerFrame,
  VisitorConversation,
} from '@opportune/protocol/frames-visitor.ts';
import type { SlotsFrame } from '@opportune/protocol/conversation/callback.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type {
  AccountId,
  CallbackId,
  ConversationId,
  SiteId,
  SkillId,
  VisitorId,
} from '@opportune/protocol/ids.ts';
import type { CallerCode } from '../call/caller-codes.ts';

/** One browser whose visitor token was verified. `send` never throws and never blocks. */
export interface ChatLink {
  readonly account: AccountId;
  readonly site: SiteId;
  readonly visitor: VisitorId;
  /**
   * Who is charged for what they begin: the prefix of the client's address, opaque here. Null:
   * nobody.
   */
  readonly payer: string | null;
  /** The languages that they read, best first. */
  readonly reads?: readonly string[];
  send(frame: ServerFrame): void;
}

export interface VisitorChat {
  /**
   * The visitor's conversations that are not over, newest first, for the welcome. `mayBeStored` is
   * false for an id without any conversation: then only active ones are searched.
   */
  opening(link: ChatLink, mayBeStored?: boolean): Promise<readonly VisitorConversation[]>;
  /**
   * A browser connected. The returned function reports that it went. `told`: what it knows from
   * another process.
   */
  attach(link: ChatLink, told?: { readonly agentsOnline: boolean }): () => void;
  /** Never rejects: what cannot be done is answered with `chat.refused`. */
  receive(link: ChatLink, frame: ChatFrame): void | Promise<void>;
}

export type VisitorCallFrame = Exclude<
  CallFrame,
  { type: 'call.hold' | 'call.record' | 'call.watch' } | ColleagueFrame
>;

/** The calls in a visitor's conversations. */
export interface VisitorCalls {
  /** Whether visitors of the account can speak with agents. */
  isOffered(account: AccountId): Promise<boolean>;
  /**
   * A conversation began whose visitor waits to speak. It goes on in writing if no call of it begins
   * soon.
   */
  expect(account: AccountId, conversation: ConversationId): void;
  /** Tells a browser of the call in this conversation of its visitor, if there is one. */
  tell(link: ChatLink, conversation: ConversationId): void;
  /** Never rejects: what cannot be done is answered with `problem`. */
  receive(link: ChatLink, frame: VisitorCallFrame): Promise<void>;
}

type CallbackAsked = Extract<ChatFrame, { type: 'chat.call-back' }>;

/** Call backs, as a visitor asks for them. A skill that is null may be anybody's. */
export interface VisitorCallbacks {
  /** Whether anybody is called back for a skill. */
  isOffered(account: AccountId, skill: SkillId | null): Promise<boolean>;
  /** Takes a place for a conversation that is stored next. */
  reserve(
    link: ChatLink,
    asked: CallbackAsked,
    skill: SkillId | null,
  ): Promise<{ readonly id: CallbackId } | { readonly refused: ErrorCode }>;
  /**
   * Promises what was reserved to a conversation that is stored. `isLeft`: it waits as a message. False:
   * it may not be promised to that conversation.
   */
  promise(
    account: AccountId,
    id: CallbackId,
    conversation: ConversationId,
    isLeft: boolean,
  ): Promise<boolean>;
  /** Frees what was reserved and is not promised. */
  forget(account: AccountId, id: CallbackId): Promise<void>;
  /** What may be promised, and what is in this conversation of theirs. */
  slots(
    link: ChatLink,
    asked: {
      readonly request: string;
      readonly skill: SkillId | null;
      readonly conversation: ConversationId | null;
      /** Times at which it may be called. Null: any. */
      readonly number: string | null;
    },
  ): Promise<SlotsFrame>;
  /** Moves or cancels what is promised in a conversation of theirs. Null, or why not. */
  change(
    account: AccountId,
    conversation: ConversationId,
    from: number | null,
  ): Promise<ErrorCode | null>;
}

/**
 * How a visitor calls by telephone. Null: they cannot. A code that is null was not asked for, or too many
 * are shown.
 */
export type DialIn = (
  link: ChatLink,
  asksCode: boolean,
) => Promise<{ readonly number: string; readonly code: CallerCode | null } | null>;

/** A window's requests for the survey and the transcript of a conversation. */
export type FollowupFrame = Extract<
  ChatFrame,
  { type: 'chat.after' | 'chat.rate' | 'chat.transcript' }
>;

/** What is asked about, of whom, and when. */
export interface FollowupAsked {
  readonly account: AccountId;
  readonly visitor: VisitorId | null;
  readonly record: Conversation;
  /** Another of their conversations is active, or they are blocked: nothing is asked. */
  readonly silent: boolean;
  readonly now: number;
}
