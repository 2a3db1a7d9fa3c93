// What the process may take of memory, divided: from the maximum that is stated follows how many bytes
// each large table may hold, so that all of them together fit. It measures nothing; guard.ts does.

const MiB = 1024 * 1024;

/** The process with nobody there: code, a configuration, what collections of garbage keep free. */
export const restBytes = 176 * MiB;
/** The least that can be stated: the rest, and room to work. */
export const leastMaximumBytes = 256 * MiB;

interface Share {
  /** Of what the maximum leaves beside the process at rest. */
  readonly percent: number;
  /** No more than this, however much there is. */
  readonly mostBytes?: number;
}

/**
 * Together half: as much again is for requests under way, for what the garbage collector has not
 * collected yet, and for the tables that have bounds of their own, which the reference of limits lists.
 */
export const memoryShares = {
  /** Profiles of visitors. */
  profiles: { percent: 30 },
  /** Batches that wait while profiles are read. */
  waiting: { percent: 5, mostBytes: 256 * MiB },
  /** Rows on their way into the store. */
  ledger: { percent: 15, mostBytes: 256 * MiB },
} as const satisfies Readonly<Record<string, Share>>;

export type MemoryPlan = Readonly<Record<keyof typeof memoryShares, number>> & {
  readonly maximumBytes: number;
};

/** Bytes for each table, of a maximum of no less than `leastMaximumBytes`. */
export function memoryPlan(maximumBytes: number): MemoryPlan {
  const free = maximumBytes - restBytes;
  const of = ({ percent, mostBytes = Infinity }: Share): number =>
    Math.min(mostBytes, Math.floor((free * percent) / 100));
  const { profiles, waiting, ledger } = memoryShares;
  return {
    maximumBytes,
    profiles: of(profiles),
    waiting: of(waiting),
    ledger: of(ledger),
  };
}
