// The clock of a sample shop: stands still while work is done, and moves from one due instant to the
// next. Timers of the product and steps of simulated people share one heap, in order of their
// instants.
import type { Clock, Schedule } from '@opportune/core/world/world.ts';

/**
 * Timers fire on whole multiples of this, so that a tick of a few milliseconds, repeated for six
 * weeks, costs nothing.
 */
const gridMs = 5_000;
/** Background work, such as learning, runs this often at most. */
const behindMs = 7 * 24 * 3_600_000;

interface Entry {
  readonly at: number;
  /** Entries of one instant run in the order in which they were added. */
  readonly order: number;
  run: (() => void | Promise<void>) | null;
}

export interface SimulatedTime extends Clock {
  readonly schedule: Schedule;
  /** For background work. */
  readonly behind: Schedule;
  /** Runs a step of somebody at this instant, or now if it is past. */
  at(instant: number, step: () => void | Promise<void>): void;
  /** Runs everything that is due until this instant, one after another. */
  runUntil(instant: number): Promise<void>;
}

export function simulatedTime(from: number): SimulatedTime {
  const heap: Entry[] = [];
  let now = from;
  let added = 0;

  function add(at: number, run: NonNullable<Entry['run']>): Entry {
    const entry = { at: Math.max(Math.ceil(at), now), order: added++, run };
    push(heap, entry);
    return entry;
  }

  const timers =
    (leastMs: number): Schedule =>
    (delayMs, run) => {
      const at = Math.ceil((now + Math.max(delayMs, leastMs)) / gridMs) * gridMs;
      const entry = add(at, run);
      return () => void (entry.run = null);
    };

  return {
    now: () => now,
    schedule: timers(1),
    behind: timers(behindMs),
    at: (instant, step) => void add(instant, step),
    async runUntil(instant) {
      for (let next = heap[0]; next !== undefined && next.at <= instant; next = heap[0]) {
        pop(heap);
        now = next.at;
        const done = next.run?.();
        if (done !== undefined) await done;
      }
      now = instant;
    },
  };
}

function isBefore(one: Entry, other: Entry): boolean {
  return one.at === other.at ? one.order < other.order : one.at < other.at;
}

function push(heap: Entry[], entry: Entry): void {
  let at = heap.length;
  heap.push(entry);
  while (at > 0) {
    const up = (at - 1) >> 1;
    const above = heap[up];
    if (above === undefined || isBefore(above, entry)) break;
    heap[at] = above;
    at = up;
  }
  heap[at] = entry;
}

function pop(heap: Entry[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let at = 0;
  for (;;) {
    const down = smallerBelow(heap, at);
    const below = heap[down];
    if (below === undefined || isBefore(last, below)) break;
    heap[at] = below;
    at = down;
  }
  heap[at] = last;
}

function smallerBelow(heap: readonly Entry[], at: number): number {
  const [left, right] = [heap[2 * at + 1], heap[2 * at + 2]];
  const isRight = left !== undefined && right !== undefined && isBefore(right, left);
  return 2 * at + (isRight ? 2 : 1);
}
