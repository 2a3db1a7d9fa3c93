// What the server and its media host say to each other. Both are ours and of one version.
import type { LegOf, MediaEvent, Recorded } from '@opportune/core/ports/media.ts';
import type { Route, Sound } from '@opportune/core/call/call.ts';
import type { CallId } from '@opportune/protocol/ids.ts';

export type Question =
  | ({ readonly type: 'join'; readonly offer: string } & LegOf)
  | { readonly type: 'route'; readonly call: CallId; readonly routes: readonly Route[] }
  | ({ readonly type: 'leave' } & LegOf)
  | { readonly type: 'record'; readonly call: CallId; readonly recorded: Recorded | null }
  | ({ readonly type: 'play'; readonly sound: Sound } & LegOf);

export interface Asked {
  readonly number: number;
  readonly question: Question;
}

export type Told =
  | { readonly type: 'started' }
  /** `sdp`: of a join. */
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
