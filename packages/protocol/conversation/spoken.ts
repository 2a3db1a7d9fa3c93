// Calls inside a conversation, as browsers see and steer them. The frames of a visitor's and of an
// agent's browser are the same; whose leg they are about follows from the connection. A proposal to
// speak is a call in which the other side's leg is invited and rings.
import { z } from 'zod';
import { about, frame } from '../frame.ts';
import { CallId, type ConversationId, UserId } from '../ids.ts';
import { mediaLimits } from '../limits/calls.ts';
import { textOf } from '../text.ts';

const aboutCall = { call: CallId };

/** What cannot be done is answered by `problem`, with the request or else the id of the call. */
export const callFrames = [
  /** Proposes to speak. Answered by `call` (to a console also by `done`), also if a call of the conversation is there. */
  frame('call.propose', { request: textOf(64, 1), ...about }),
  /** Accepts what the other side proposed. */
  frame('call.accept', aboutCall),
  /**
   * Declines, takes a proposal back, or hangs up. `writes`: the visitor goes on in writing, so that a
   * conversation that waits is not over.
   */
  frame('call.leave', { ...aboutCall, writes: z.literal(true).optional() }),
  /**
   * The SDP offer of a page: its microphone, then places for voices. Sent once its own side has
   * proposed or accepted, and again whenever it joins anew: after a page change, or in state `lost`.
   * Answered by `call.answer`.
   */
  frame('call.offer', {
    ...aboutCall,
    /** Names the page that carries the sound. Invented by it. */
    carrier: textOf(64, 1),
    sdp: textOf(mediaLimits.offerBytes, 1),
  }),
  frame('call.mute', { ...aboutCall, isMuted: z.boolean() }),
  /** There is no microphone, or it may not be used. The leg ends as `unreachable`. */
  frame('call.failed', aboutCall),
] as const;
/** Only of visitors: whether the call may be recorded. They may change their mind. */
export const ConsentFrame = frame('call.consent', {
  ...aboutCall,
  agrees: z.boolean(),
  /** In which they were asked. */
  language: z.string().regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}$/),
});
/** Only of agents: stops recording for a while, and goes on. */
export const RecordFrame = frame('call.record', { ...aboutCall, isPaused: z.boolean() });
/** How a supervisor takes part: heard by nobody, by the agent only, or by all. */
export const Watching = z.enum(['listen', 'whisper', 'barge-in']);
export type Watching = z.infer<typeof Watching>;
/**
 * Only of managers: takes part in the call of a conversation as a supervisor, or from now on in
 * another way. Answered by `call` and `done`.
 */
export const WatchFrame = frame('call.watch', {
  request: textOf(64, 1),
  ...about,
  watching: Watching,
});
/** Only of agents. */
export const HoldFrame = frame('call.hold', { ...aboutCall, isHeld: z.boolean() });
/** Only of the agent who leads the call. */
export const colleagueFrames = [
  /** Asks a colleague, apart from the customer, who hears music. Answered by `call` and `done`. */
  frame('call.consult', { request: textOf(64, 1), ...aboutCall, user: UserId }),
  /** The colleague whom they consult has the call and its conversation from now on. */
  frame('call.hand-over', aboutCall),
  /** They, the colleague and the customer speak together. */
  frame('call.conference', aboutCall),
  /** Back to the customer: the colleague leaves, or is not asked any more. */
  frame('call.return', aboutCall),
] as const;
export type ColleagueFrame = z.infer<(typeof colleagueFrames)[number]>;

export type CallFrame =
  | z.infer<
      | (typeof callFrames)[number]
      | typeof HoldFrame
      | typeof ConsentFrame
      | typeof RecordFrame
      | typeof WatchFrame
    >
  | ColleagueFrame;

/** Whether a call is recorded. */
export type RecordingState =
  /** The account does not record. */
  | 'off'
  /** The visitor has not said whether it may be. */
  | 'asks'
  | 'refused'
  /** It begins once both sides hear each other. */
  | 'agreed'
  | 'on'
  /** By the agent, or while the visitor is asked for a private value. */
  | 'paused'
  /** No more fits. What was said before is kept. */
  | 'full';

/** A server that helps browsers to connect, as `RTCIceServer`. */
export interface IceServer {
  readonly urls: readonly string[];
  readonly username?: string;
  readonly credential?: string;
}

/** Another agent in the call, as an agent sees them. */
export interface Colleague {
  readonly user: UserId;
  readonly name: string;
  readonly is:
    /** It rings at them. */
    | 'asked'
    /** They accepted, and their sound is on the way, or broke. */
    | 'coming'
    /** They speak with the customer, or in a consultation with whoever reads this. */
    | 'here'
    /** They are not with the customer, for a consultation of others, also while it rings at one. */
    | 'apart';
}

/** What one side sees of the call of a conversation. */
export interface SpokenCall {
  readonly id: CallId;
  readonly conversation: ConversationId;
  readonly state:
    /** The other side proposed it: accept or decline. */
    | 'asked'
    /** This side proposed it, and the other one has not accepted. */
    | 'asking'
    /** Accepted. The sound of this side is on the way. */
    | 'connecting'
    /** This side is connected, the other one accepted and is not. */
    | 'waiting'
    | 'connected'
    /** The agent put the visitor on hold, or asks a colleague: they do not hear each other. */
    | 'held'
    /** The connection of this side broke. Its carrier offers again. */
    | 'lost';
  readonly isMuted: boolean;
  readonly recording: RecordingState;
  /** When both sides first heard each other, by the server's clock. */
  readonly connectedAt: number | null;
  /** The page of this side that offered last. Null: none did. Only it plays sound. */
  readonly carrier: string | null;
  readonly ice: readonly IceServer[];
  /** Of a supervisor: how they take part. Absent for the visitor and agents. */
  readonly watching?: Watching;
  /** Of an agent: a supervisor whispers to them, or speaks to all. Absent while none does. */
  readonly watchedBy?: Exclude<Watching, 'listen'>;
  /** Of an agent: they lead the call. They alone hold, record and ask colleagues. */
  readonly leads?: boolean;
  /** Of an agent: with whom they speak apart from the customer, or will. Absent: with nobody. */
  readonly aside?: Colleague & { readonly is: Exclude<Colleague['is'], 'apart'> };
  /** Of an agent: the other agents in the call. Absent: there are none. */
  readonly colleagues?: readonly Colleague[];
}

/** Why a call ended, as far as people tell it apart. */
export const SpokenEnd = z.enum([
  'hung-up',
  'declined',
  /** Whoever proposed it took it back. */
  'cancelled',
  'unanswered',
  /** No microphone, or no sound came through. */
  'unreachable',
  /** The visitor goes on in writing. */
  'written',
  'lost',
  'time-limit',
  /** A colleague has the call now. Only for the agent who had it. */
  'transferred',
  /** The conversation ended. */
  'conversation-ended',
  /** The server restarted. */
  'restarted',
]);
export type SpokenEnd = z.infer<typeof SpokenEnd>;

/** To the agents in a call: a colleague is not in it any more, or did not come. */
export interface ColleagueLeft {
  readonly type: 'call.left';
  readonly call: CallId;
  readonly name: string;
  readonly reason: SpokenEnd;
}

/** To every connection of a side. */
export type CallServerFrame =
  | {
      readonly type: 'call';
      readonly call: SpokenCall;
      /** The server's clock. */
      readonly at: number;
    }
  | {
      readonly type: 'call.over';
      readonly call: CallId;
      readonly conversation: ConversationId;
      readonly reason: SpokenEnd;
      /** Seconds since both sides first heard each other. Null: they never did. */
      readonly spokeS: number | null;
    }
  | {
      readonly type: 'call.answer';
      readonly call: CallId;
      readonly carrier: string;
      readonly sdp: string;
    };
