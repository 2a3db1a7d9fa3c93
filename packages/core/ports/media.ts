// The sound of calls. A host forwards the packets of each leg to those who hear it, by the table
// that the call states: it neither mixes nor decodes. It knows no accounts, people or reasons. A
// host may end at any time: its legs are then lost, and join again.
import type { CallId, LegId } from '@opportune/protocol/ids.ts';
import type { Codec, Route, Sound } from '../call/call.ts';

/** A leg of a call. */
export interface LegOf {
  readonly call: CallId;
  readonly leg: LegId;
}

export type MediaEvent =
  | ({ readonly type: 'connected' | 'lost' } & LegOf)
  /** Nothing more of it is recorded: its log is too large, or the disk takes no more. */
  | { readonly type: 'full'; readonly call: CallId }
  /** 20 ms of PCMU for a line: all that its leg hears, as one. */
  | ({ readonly type: 'heard'; readonly sound: Uint8Array } & LegOf)
  /** A sound that a leg played is over. */
  | ({ readonly type: 'played' } & LegOf)
  /** The host ended: no leg is connected any more. */
  | { readonly type: 'ended' };

/** What of a call is recorded. */
export interface Recorded {
  /** The same name goes on with the same recording, also after the host ended. */
  readonly file: string;
  /** Of its call. Absent: Opus. */
  readonly codec?: Codec;
  /** Who belongs on which track. Nobody: it is silent meanwhile. */
  readonly tracks: readonly { readonly leg: LegId; readonly track: number }[];
}

export interface Media {
  /**
   * Answers the SDP offer of a browser: its first section is its microphone, each other one is a
   * place for one voice. Null: the offer cannot be used, or the host is full. A leg that joins
   * again replaces its former connection. All legs of a call have one codec. Absent: Opus.
   */
  join(of: LegOf, offer: string, codec?: Codec): Promise<string | null>;
  /**
   * Joins a telephone, whose sound goes through the server. It has one place for all voices, which are
   * mixed for it, and is connected at once. False: the host is full. Again, it replaces the former one.
   */
  line(of: LegOf): Promise<boolean>;
  /** What a telephone says, in PCMU, of any length. */
  say(of: LegOf, sound: Uint8Array): void;
  /**
   * Replaces the table of a call. Who is not in it is heard by nobody. Who hears `music` hears it for
   * as long as the table says.
   */
  route(call: CallId, routes: readonly Route[]): Promise<void>;
  leave(of: LegOf): Promise<void>;
  /**
   * Replaces what of a call is recorded. Null: it is over. Resolves once everything said before is
   * in its logs.
   */
  record(call: CallId, recorded: Recorded | null): Promise<void>;
  /** Plays a sound once, as the voice of a leg that has no browser. Reports `played` at its end. */
  play(of: LegOf, sound: Sound): Promise<void>;
  /** Called with what happens to legs from now on. Returns how to stop. */
  follow(follower: (event: MediaEvent) => void): () => void;
  close(): Promise<void>;
}
