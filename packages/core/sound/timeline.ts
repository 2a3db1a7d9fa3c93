// Where the packets of a recording belong in time: in slots of 20 ms from its beginning on. The clock
// of whoever sent a packet orders it, and its arrival places it again after a pause, so that two
// sides stay together for hours. Where a side sent nothing, there is silence.
import { framesOf } from './frames.ts';
import type { LogEntry } from './log.ts';
import { samplesPerPacket, silence } from './ogg.ts';

/** Of each track, in its order. */
export type Slot = readonly Uint8Array[];

const slotMs = 20;
/** How long a slot waits for a packet that is late, in slots. */
const patience = 50;
/** If clock and arrival of a packet differ by more, it comes too late, or all do from now on; in slots. */
const apart = 15;
/** After so many that came too late in a row, the clock of the sender was set anew. */
const fewest = 5;

/** The slots of a recording in order, without a gap. `tracks`: how many it has. */
export function* slotsOf(entries: Iterable<LogEntry>, tracks: number): Generator<Slot> {
  const open = new Map<number, Uint8Array[]>();
  const places = Array.from({ length: tracks }, () => new TrackPlace());
  let next = 0;
  let last = -1;
  const close = (): Slot => {
    const slot = open.get(next) ?? [];
    open.delete(next);
    next += 1;
    return Array.from({ length: tracks }, (_, track) => slot[track] ?? silence);
  };
  for (const entry of entries) {
    const first = places[entry.track]?.slotOf(entry) ?? null;
    if (first === null) continue;
    for (const [at, frame] of framesOf(entry.payload).entries()) {
      // Too late, or the clock of its sender cannot be right.
      if (first + at < next) continue;
      const slot = open.get(first + at) ?? [];
      slot[entry.track] ??= frame;
      open.set(first + at, slot);
      last = Math.max(last, first + at);
    }
    while (last - next > patience) yield close();
  }
  while (next <= last) yield close();
}

/** The tracks of a recording: at least one for each of two sides. */
export function tracksIn(entries: Iterable<LogEntry>, most: number): number {
  let tracks = 2;
  for (const { track } of entries) if (track < most) tracks = Math.max(tracks, track + 1);
  return tracks;
}

class TrackPlace {
  #base: { readonly slot: number; readonly timestamp: number } | null = null;
  #newest = 0;
  #apart = 0;

  /** Null: it comes too late. */
  slotOf({ atMs, timestamp }: Pick<LogEntry, 'atMs' | 'timestamp'>): number | null {
    const arrived = Math.floor(atMs / slotMs);
    const passed = this.#base === null ? 0 : (timestamp - this.#base.timestamp) | 0;
    const slot = (this.#base?.slot ?? 0) + Math.round(passed / samplesPerPacket);
    const isNear = Math.abs(slot - arrived) <= apart;
    this.#apart = isNear ? 0 : this.#apart + 1;
    const isNewer = ((timestamp - this.#newest) | 0) > 0;
    if (isNewer) this.#newest = timestamp;
    if (this.#base !== null && isNear) return slot;
    if (this.#base !== null && !isNewer && this.#apart < fewest) return null;
    this.#apart = 0;
    this.#newest = timestamp;
    this.#base = { slot: arrived, timestamp };
    return arrived;
  }
}
