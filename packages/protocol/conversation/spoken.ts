// Calls inside a conversation, as browsers see and steer them. The frames of a visitor's and of an
// agent's browser are the same; whose leg they are about follows from the connection. A proposal to
// speak is a call in which the other side's leg is invited and rings.
import { z } from 'zod';
import { about, frame } from '../frame.ts';
import { CallId, type ConversationId, type UserId } from '../ids.ts';
import { mediaLimits } from '../limits/calls.ts';
import { textOf } from '../text.ts';

const aboutCall = { call: CallId };

export const callFrames = [
  /** Proposes to speak. Answered by `call`, or by `problem` with the same request. */
  frame('call.propose', { request: textOf(64, 1), ...about }),
  /** Accepts what the other side proposed. `call.offer` follows. */
  frame('call.accept', aboutCall),
  /** Declines, takes a proposal back, or hangs up. */
  frame('call.leave', aboutCall),
  /**
   * The SDP offer of this browser: its microphone, then places for voices. Sent again whenever it
   * joins anew, after a page change or a broken connection. Answered by `call.answer`, or by
   * `problem`. The connection that sent it last carries the leg.
   */
  frame('call.offer', { ...aboutCall, sdp: textOf(mediaLimits.offerBytes, 1) }),
  frame('call.mute', { ...aboutCall, isMuted: z.boolean() }),
  /** This browser has no microphone, or may not use it. Its leg ends as `unreachable`. */
  frame('call.failed', aboutCall),
] as const;

/** A server that helps browsers to connect, as `RTCIceServer`. */
export interface IceServer {
  readonly urls: readonly string[];
  readonly username?: string;
  readonly credential?: string;
}

/** What a browser shows of the call of a conversation. */
export interface SpokenCall {
  readonly id: CallId;
  readonly conversation: ConversationId;
  readonly state:
    /** The other side proposed it: accept or decline. */
    | 'asked'
    /** This side proposed it: the other one has not accepted. */
    | 'asking'
    /** Accepted. The sound of this side is on the way. */
    | 'connecting'
    /** Connected, alone, and hears music. */
    | 'waiting'
    | 'connected'
    | 'held'
    /** The connection broke. It may come back. */
    | 'lost';
  readonly isMuted: boolean;
  /** When both sides first heard each other. */
  readonly connectedAt: number | null;
  /** Whether this connection carries the sound. Another tab or device does otherwise. */
  readonly here: boolean;
  readonly ice: readonly IceServer[];
}

/** As in `LegEnd` of the core, as far as a browser tells it apart. */
export type SpokenEnd =
  | 'hung-up'
  | 'declined'
  | 'cancelled'
  | 'unanswered'
  | 'unreachable'
  | 'lost'
  | 'time-limit';

export type CallServerFrame =
  | { readonly type: 'call'; readonly call: SpokenCall }
  | {
      readonly type: 'call.over';
      readonly call: CallId;
      readonly conversation: ConversationId;
      readonly reason: SpokenEnd;
      /** Seconds in which both sides were connected. */
      readonly spokeS: number;
    }
  | { readonly type: 'call.answer'; readonly call: CallId; readonly sdp: string };

/** The console also sees who speaks. */
export interface CallParty {
  readonly leg: string;
  readonly who: 'visitor' | 'agent' | 'supervisor' | 'telephone';
  readonly user?: UserId;
  readonly isMuted: boolean;
}
