// What the server and its media host say to each other. Both are ours and of one version.
import type { LegOf, MediaEvent, Recorded } from '@opportune/core/ports/media.ts';
import type { Codec, Route, Sound } from '@opportune/core/call/call.ts';
import type { CallId } from '@opportune/protocol/ids.ts';

export type Question =
  | ({ readonly type: 'join'; readonly offer: string; readonly codec: Codec } & LegOf)
  | ({ readonly type: 'line' } & LegOf)
  | { readonly type: 'route'; readonly call: CallId; readonly routes: readonly Route[] }
  | ({ readonly type: 'leave' } & LegOf)
  | { readonly type: 'record'; readonly call: CallId; readonly recorded: Recorded | null }
  | ({ readonly type: 'play'; readonly sound: Sound } & LegOf);

/** What needs an answer, or sound, which needs none. */
export type Asked =
  | { readonly number: number; readonly question: Question }
  | { readonly says: LegOf; readonly sound: Uint8Array };

export type Told =
  | { readonly type: 'started' }
  /** `sdp`: of a join. Of a line, any text: it has joined. */
  | { readonly type: 'answer'; readonly number: number; readonly sdp: string | null }
  | { readonly type: 'event'; readonly event: Exclude<MediaEvent, { type: 'ended' }> };

export interface HostSettings {
  /** The first and the last UDP port. Null: any. */
  readonly ports: readonly [number, number] | null;
  /** The address that browsers reach. Null: those of the machine. */
  readonly address: string | null;
  /** Where recordings are made. Nothing else is written. */
  readonly recordings: string;
  /** Also offers 127.0.0.1, for browsers on this machine. */
  readonly isLoopback: boolean;
}
