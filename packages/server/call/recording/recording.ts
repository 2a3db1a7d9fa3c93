// What of a call is recorded, as its sides see it and as the media host is told. Pure.
import type { Call } from '@opportune/core/call/call.ts';
import { isCustomer } from '@opportune/core/call/call.ts';
import { recordedIn } from '@opportune/core/call/recorded.ts';
import type { Recorded } from '@opportune/core/ports/media.ts';
import type { RecordingState } from '@opportune/protocol/conversation/spoken.ts';
import type { LegId, RecordingId } from '@opportune/protocol/ids.ts';

/** The visitor's yes. */
export interface Agreement {
  readonly at: number;
  readonly language: string;
}

export interface Recording {
  state: Exclude<RecordingState, 'paused'>;
  agreed: Agreement | null;
  /** Null until it begins. */
  id: RecordingId | null;
  /** Its row is stored: only then a byte may be. */
  isNoted: boolean;
  /** The media host takes no more. */
  isFull: boolean;
  /** A tone has said that it begins. */
  isAnnounced: boolean;
  /** Its call is over. */
  isOver: boolean;
  /** By the agent. */
  isPaused: boolean;
  /** The visitor is asked for a private value. */
  isPrivate: boolean;
  /** The track of each leg of the team. */
  readonly tracks: Map<LegId, number>;
  /** What the host was told last. */
  told: string;
}

export function newRecording(isOn: boolean): Recording {
  return {
    ...{ state: isOn ? 'asks' : 'off', agreed: null, id: null, isNoted: false },
    ...{ isFull: false, isAnnounced: false, isOver: false },
    ...{ isPaused: false, isPrivate: false, tracks: new Map(), told: '' },
  };
}

export function stateOf({ state, isPaused, isPrivate }: Recording): RecordingState {
  return state === 'on' && (isPaused || isPrivate) ? 'paused' : state;
}

/** Customers are on the first track, and each of the team who speaks at once has one. */
export function tracksOf(recording: Recording, call: Call): Recorded['tracks'] {
  if (stateOf(recording) !== 'on' || !recording.isNoted) return [];
  const taken = new Set<number>();
  return recordedIn(call).map((leg) => {
    const known = call.legs.get(leg);
    if (known !== undefined && isCustomer(known)) return { leg, track: 0 };
    const former = recording.tracks.get(leg);
    const track = former === undefined || taken.has(former) ? lowestFree(taken) : former;
    taken.add(track);
    recording.tracks.set(leg, track);
    return { leg, track };
  });
}

function lowestFree(taken: ReadonlySet<number>): number {
  let track = 1;
  while (taken.has(track)) track += 1;
  return track;
}
