// The visitor socket (`/v1/socket`), and the same frames over HTTP (`/v1/frames`) if sockets are
// blocked. The tag imports only the types. An invalid frame is answered with `problem`.
import { z } from 'zod';
import { type AskedForm, BeforeValues } from './conversation/before.ts';
import { type ClientEvent, Page } from './behaviour/event.ts';
import { about, frame } from './frame.ts';
import { conversationLimits } from './limits/conversations.ts';
import { intakeLimits } from './limits/intake.ts';
import {
  type ConversationId,
  DecisionId,
  type EventId,
  MessageId,
  PageViewId,
  VisitorId,
} from './ids.ts';
import type { MediaType } from './conversation/attachment.ts';
import { VisitorResponse } from './conversation/message-content.ts';
import { textOf } from './text.ts';
import {
  type Conversation,
  type MessagesPart,
  SaidSequence,
  type StoredMessage,
} from './conversation/conversation.ts';
import type { EngagementContent } from './campaign/decision.ts';
import type { Problem } from './errors.ts';
import { type AfterFrame, afterFrames } from './conversation/after.ts';
import { AskHomeFrame, type HomeFrame } from './conversation/home.ts';
import { type AsksFrame, GiveFrame } from './conversation/private.ts';
import { Proof, type ProofChallenge } from './proof-of-work.ts';
import {
  CallbackWay,
  callbackFrames,
  dialInFrame,
  type DialInFrame,
  type SlotsFrame,
} from './conversation/callback.ts';
import { callFrames, type CallServerFrame, ConsentFrame } from './conversation/spoken.ts';
import type { SiteLook } from './campaign/configuration.ts';

export const protocolVersion = 1;
const requestId = textOf(64, 1);

/** The answered form before the chat: a message of its own. */
const Answered = z.object({ id: MessageId, values: BeforeValues });

/**
 * First frame of every connection. `fresh`: the id was created just now, nothing is stored under
 * it.
 */
export const Hello = frame('hello', {
  version: z.literal(protocolVersion),
  key: z.string().max(64),
  visitor: VisitorId,
  fresh: z.boolean(),
  /** The token of an earlier welcome. Proves that this browser owns the visitor id. */
  token: z.string().max(256).optional(),
  pageView: PageViewId,
  page: Page,
  sections: z.array(z.string().max(64)).max(10).optional(),
  /** Of the browser. Some say none. */
  language: z.string().max(35).default('en'),
  /** The language of the page (`<html lang>`), if it says one. Only its beginning counts. */
  reads: z
    .string()
    .overwrite((tag) => tag.slice(0, 35))
    .optional(),
  timeZone: z.string().max(64),
  viewportWidth: z.number().int().nonnegative(),
  /** Code of a trial, from the console's link. Only its beginning counts. */
  trial: z
    .string()
    .overwrite((code) => code.slice(0, 128))
    .optional(),
  /** navigator.webdriver: a browser driven by a program. */
  automated: z.boolean().optional(),
  /**
   * The visitor consented, through the page. A site that requires consent accepts no hello without
   * it.
   */
  consented: z.boolean().optional(),
});

const Written = z.object({ id: MessageId, text: textOf(conversationLimits.messageLength, 1) });
const through = { ...about, through: SaidSequence };
const asked = { request: requestId, decision: DecisionId.optional() };
const begun = {
  ...asked,
  name: textOf(80).optional(),
  before: Answered.optional(),
  /** The work that a refusal with `proof.required` demanded. */
  proof: Proof.optional(),
};

export const VisitorFrame = z.discriminatedUnion('type', [
  Hello,
  /** `sentAt` is the browser's clock at sending. With the arrival it gives the skew. */
  frame('events', {
    batch: z.number().int().nonnegative(),
    sentAt: z.number(),
    events: z.array(z.unknown()).min(1).max(intakeLimits.batchEvents),
  }),
  frame('ping', {}),
  frame('chat.resume', { ...about, after: SaidSequence.nonnegative() }),
  /** Starts a conversation. The same request id again answers the same conversation. */
  frame('chat.start', {
    ...begun,
    message: Written.optional(),
    /** The visitor waits to speak, and proposes a call as soon as the conversation is there. */
    speaks: z.literal(true).optional(),
  }),
  /**
   * Requests the form before a chat of this decision, or of the contact button. Answered by
   * `chat.before`.
   */
  frame('chat.before', asked),
  frame('chat.post', {
    ...about,
    ...Written.shape,
    /**
     * Answers replies, a card's button or a form. The stored text is then the server's words of it.
     */
    response: VisitorResponse.optional(),
    /**
     * Carries the file that was sent under this id. The stored text is then the server's words of
     * it.
     */
    attachment: z.literal(true).optional(),
  }),
  /** Announces a file for a message of this id. Answered with the upload address. */
  frame('chat.attach', {
    ...about,
    id: MessageId,
    name: textOf(500),
    sizeBytes: z.number().int().positive(),
  }),
  /** `text` only if the account shows previews. Empty: stopped typing. */
  frame('chat.typing', { ...about, text: textOf(conversationLimits.previewLength) }),
  frame('chat.received', through),
  frame('chat.read', through),
  frame('chat.end', about),
  GiveFrame,
  AskHomeFrame,
  ...afterFrames,
  /** When nobody is there: a message with an address for the answer. */
  frame('chat.leave', { ...begun, address: z.email().max(254), message: Written }),
  /**
   * Asks to be called back, with or without words. A waiting conversation keeps its place for it. Answered
   * by `chat.state` and `chat.slots` with the request.
   */
  frame('chat.call-back', {
    ...begun,
    way: CallbackWay,
    /** The beginning of a slot. Null: as soon as somebody is free. */
    from: z.number().int().nonnegative().nullable(),
    /** For an answer in writing, if they cannot be reached. */
    address: z.email().max(254).optional(),
    /** Of the visitor, for the times in e-mails that confirm it and remind of it. */
    timeZone: textOf(64).optional(),
    message: Written.optional(),
  }),
  ...callbackFrames,
  dialInFrame,
  ...callFrames,
  ConsentFrame,
]);
export type VisitorFrame = z.infer<typeof VisitorFrame>;
/** The frames of a visitor's browser in conversations. */
export type ChatFrame = Extract<VisitorFrame, { type: `chat.${string}` }>;
/** Events inside a frame are parsed one by one, so that one invalid event loses nothing else. */
export type EventsFrame = Omit<Extract<VisitorFrame, { type: 'events' }>, 'events'> & {
  readonly events: readonly ClientEvent[];
};

/** What the visitor's window shows of a conversation. Never another visitor's, never notes. */
export type VisitorConversation = Pick<
  Conversation,
  'id' | 'startedAt' | 'endedAt' | 'lastSequence' | 'agentDelivered' | 'agentRead' | 'visitorRead'
> & {
  readonly status: 'waiting' | 'active' | 'ended' | 'message';
  /** The agent's name as visitors see it. */
  readonly agent: string | null;
  /** The address of the agent's photo, below that of the server, if the brand shows photos. */
  readonly photo?: string;
  /** Place in the queue, 1 is next. Null when not waiting. */
  readonly position: number | null;
  /** The expected wait, s, in steps. Null or absent: not waiting, or no agent is there for them. */
  readonly waitS?: number | null;
  /** An agent began it, and the visitor has seen nothing of it: the window opens by itself. */
  readonly opens?: true;
};

export interface Welcome {
  readonly type: 'welcome';
  readonly visitor: VisitorId;
  readonly token: string;
  readonly serverTime: number;
  readonly settings: {
    readonly look: SiteLook;
    readonly contactButton: {
      readonly shown: boolean;
      readonly label: string;
      /** There is a form before the chat: the window requests it. */
      readonly asks?: true;
    };
    readonly typingPreview: boolean;
    /** The window opens with its home, which it requests. */
    readonly home?: true;
    readonly agentsOnline: boolean;
    /** Visitors and agents can speak in a conversation that is active. */
    readonly voice?: true;
    /** No e-mail can be sent, so none is promised. */
    readonly unmailed?: true;
    /**
     * Stricter than the script's attributes if the site's settings are: the tag then stops and
     * forgets.
     */
    readonly consent?: 'not-asked' | 'wait';
    readonly honourPrivacySignals?: boolean;
    /** Which files visitors may send, if any. */
    readonly files?: { readonly types: readonly MediaType[]; readonly sizeBytes: number };
  };
  /** Conversations of this visitor that are not over. */
  readonly conversations: readonly VisitorConversation[];
  /**
   * A trial runs here: the ids of its decisions begin so. The browser removes what any other trial
   * showed.
   */
  readonly trial?: string;
}

export type ServerFrame =
  | Welcome
  /** Every event of the batch is stored, except those listed. Sent after the durable write. */
  | {
      readonly type: 'ack';
      readonly batch: number;
      readonly refused: readonly (Problem & { readonly id: EventId | null })[];
    }
  | { readonly type: 'pong' }
  | { readonly type: 'problem'; readonly problem: Problem; readonly request?: string }
  | { readonly type: 'engage'; readonly engagement: EngagementContent }
  /** Remove the engagement: campaign paused, offer lapsed, another tab answered. */
  | { readonly type: 'withdraw'; readonly decision: DecisionId }
  | { readonly type: 'presence'; readonly agentsOnline: boolean }
  | {
      readonly type: 'chat.state';
      readonly conversation: VisitorConversation;
      readonly request?: string;
    }
  | ({ readonly type: 'chat.messages' } & MessagesPart)
  | ({ readonly type: 'chat.posted' } & StoredMessage)
  /** POST the file's bytes there, relative to the server's own address. */
  | {
      readonly type: 'chat.attached';
      readonly conversation: ConversationId;
      readonly id: MessageId;
      readonly address: string;
    }
  | {
      readonly type: 'chat.before';
      readonly request: string;
      /** Null: nothing is asked. */
      readonly form: AskedForm | null;
      /** Known values of the visitor, by field. */
      readonly known: Readonly<Record<string, string>>;
    }
  | AsksFrame
  | SlotsFrame
  | DialInFrame
  | CallServerFrame
  | AfterFrame
  | HomeFrame
  | {
      readonly type: 'chat.refused';
      readonly conversation: ConversationId | null;
      readonly id: MessageId | null;
      readonly request?: string;
      readonly problem: Problem;
      /** With `proof.required`: send the same request again with this solved. */
      readonly proof?: ProofChallenge;
    }
  | {
      readonly type: 'chat.typing';
      readonly conversation: ConversationId;
      readonly typing: boolean;
      /** The agent's name, if it is not the conversation's owner. */
      readonly by?: string;
    };

/**
 * POST `/v1/frames`: the frames above if sockets are blocked. The first request opens with `hello`.
 */
export const FramesRequest = z.object({
  /** From the first answer. A credential of this connection alone. */
  session: z.string().max(64).optional(),
  frames: z.array(z.unknown()).max(100),
  /** How long to wait for frames if there are none, ms; at most the heartbeat. */
  wait: z.number().nonnegative().default(0),
});
export interface FramesResponse {
  readonly session: string;
  readonly frames: readonly ServerFrame[];
}

/**
 * POST `/v1/events`: one visitor's events without a connection; `sendBeacon` sends it at unload.
 */
export const EventsRequest = z.object({
  key: z.string().max(128),
  visitor: VisitorId,
  /** The browser's clock at sending. If left out, event times are taken as they are. */
  sentAt: z.number().optional(),
  events: z.array(z.unknown()).min(1),
  /** navigator.webdriver. */
  automated: z.boolean().optional(),
  /** As in hello. */
  consented: z.boolean().optional(),
  language: z.string().max(35).optional(),
  timeZone: z.string().max(64).optional(),
  viewportWidth: z.number().nonnegative().optional(),
});
/** Answered 200 once everything except what is listed is stored. */
export interface EventsResponse {
  readonly refused: readonly (Problem & { readonly id: EventId | null })[];
}
