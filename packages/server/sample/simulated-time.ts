// The clock of a sample shop: stands still while work is done, and moves from one due instant to the
// next. Timers of the product and steps of simulated people share one heap, in order of their
// instants.
import { setTimeout } from 'node:timers/promises';
import type { Clock, Schedule } from '@opportune/core/world/world.ts';

/**
 * Timers fire on whole multiples of this, so that a tick of a few milliseconds, repeated for six
 * weeks, costs nothing.
 */
const gridMs = 5_000;
/** Background work, such as learning, runs this often at most. */
const behindMs = 7 * 24 * 3_600_000;
/** What closes waits for no timer that is later than this. */
const closingMs = 2 * gridMs;
/** How often its timers are looked for. */
const lookMs = 5;

interface Entry {
  readonly at: number;
  /** Entries of one instant run in the order in which they were added. */
  readonly order: number;
  /** A timer of the product. Otherwise a step of somebody. */
  readonly isTimer: boolean;
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
  /**
   * Waits for what closes, which may wait for a timer: a batch gathers rows, or is stored again. The
   * clock stands still meanwhile, and nobody acts any more.
   */
  finish(closing: Promise<void>): Promise<void>;
}

export function simulatedTime(from: number): SimulatedTime {
  const heap: Entry[] = [];
  let now = from;
  let added = 0;

  function add(at: number, run: NonNullable<Entry['run']>, isTimer: boolean): Entry {
    const entry = { at: Math.max(Math.ceil(at), now), order: added++, isTimer, run };
    push(heap, entry);
    return entry;
  }

  const timers =
    (leastMs: number): Schedule =>
    (delayMs, run) => {
      const at = Math.ceil((now + Math.max(delayMs, leastMs)) / gridMs) * gridMs;
      const entry = add(at, run, true);
      return () => void (entry.run = null);
    };

  return {
    now: () => now,
    schedule: timers(1),
    behind: timers(behindMs),
    at: (instant, step) => void add(instant, step, false),
    async runUntil(instant) {
      for (let next = heap[0]; next !== undefined && next.at <= instant; next = heap[0]) {
        pop(heap);
        now = next.at;
        const done = next.run?.();
        if (done !== undefined) await done;
      }
      now = instant;
    },
    async finish(closing) {
      let isClosed = false;
      const closed = closing.finally(() => (isClosed = true));
      while (!isClosed) {
        await Promise.race([closed, setTimeout(lookMs)]);
        for (const entry of heap.filter(({ at, isTimer }) => isTimer && at <= now + closingMs)) {
          const { run } = entry;
          entry.run = null;
          void run?.();
        }
      }
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
