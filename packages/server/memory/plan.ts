// Divides the process's memory: derives from the configured maximum how many bytes each large table
// may use, so that all fit together. It measures nothing; guard.ts does.
import { placeBudgets, rateBudgets, type RateBudget } from '@opportune/protocol/budgets.ts';
import { turnLimits } from '@opportune/protocol/limits/intake.ts';
import { tableLimits } from '@opportune/protocol/limits/memory.ts';
import { entryBytes } from './entry-bytes.ts';
import {
  accountTables,
  bytesOfOne,
  connectionTables,
  consoleTables,
  type FollowingTables,
} from './following-tables.ts';

const MiB = 1024 * 1024;

/** The idle process: code, a configuration, and the garbage collector's reserve. */
export const restBytes = 176 * MiB;
/**
 * What nothing here counts: what the allocator holds between blocks in use, the work of one large
 * request, and how far the process grows between two looks of the guard. Where the guard kept within
 * 320 MiB, six accounts at their limits and a flood of new visitors at once took 354 MiB at most.
 */
export const reservedBytes = 64 * MiB;
/** The smallest allowed maximum: the idle process, what is reserved, and room to work. */
export const leastMaximumBytes = 320 * MiB;

/** What one of so many processes may use, of what all may, whose heap can have `heapBytes`. */
export function partOfMaximum(maximumBytes: number, of: number, heapBytes: number): number {
  return Math.max(leastMaximumBytes, Math.min(Math.floor(maximumBytes / of), heapBytes));
}

interface Share {
  /** Of what the maximum leaves beside the idle process and what is reserved. */
  readonly percent: number;
  /** Capped at this, however much there is. */
  readonly mostBytes?: number;
}

/**
 * The most that each may hold. All shares together are more than there is, because they are hardly ever
 * full at once. If they are, the guard keeps the process within its maximum.
 */
export const memoryShares = {
  /** Profiles of visitors. */
  profiles: { percent: 30 },
  /** Batches that wait while profiles are read. */
  waiting: { percent: 5, mostBytes: 256 * MiB },
  /** Rows on their way into the store. */
  ledger: { percent: 15, mostBytes: 256 * MiB },
} as const satisfies Readonly<Record<string, Share>>;

/** Tables that are bounded by a number: as many as fit into the share, at most as many as stated. */
export const countShares = {
  connections: { percent: 10, of: connectionTables },
  consoles: { percent: 3, of: consoleTables },
  accounts: { percent: 3, of: accountTables },
} as const satisfies Readonly<Record<string, { percent: number; of: FollowingTables }>>;

/** Sessions of long polls. */
export const pollShare: Share = {
  percent: 3,
  mostBytes: placeBudgets['polls.process'] * entryBytes.poll,
};
/** Remaining budgets of payers. Each budget remembers the same part of its payers. */
export const payerShare = {
  percent: 8,
  mostBytes:
    entryBytes.payer *
    Object.values<RateBudget>(rateBudgets).reduce(
      (sum, { payers, sharers = 0 }) => sum + payers + sharers,
      0,
    ),
} as const satisfies Share;
/** Open conversations of all accounts. */
export const conversationShare: Share = { percent: 6, mostBytes: 512 * MiB };

/**
 * The heap of the thread that fills a sample shop. It is there for about a minute, one at a time, in
 * the half that no table has. 384 MiB are enough.
 */
export const sampleShare: Share = { percent: 50, mostBytes: 512 * MiB };

/**
 * What is on its way through the process: bodies, frames and files that arrive, and frames that wait to be
 * fetched. At least what a file of the largest size needs.
 */
export const passingShare: Share = { percent: 33, mostBytes: 304 * MiB };

/** Requests that wait for their account’s turn. */
export const turnsShare: Share = { percent: 20, mostBytes: turnLimits.waitingBytes };

/** The configuration of one account, so that one account cannot fill the memory of all. */
export const configurationShare: Share = {
  percent: 5,
  mostBytes: tableLimits.accountConfigurationBytes,
};
/** The newest configurations of all accounts, as they are read. */
export const configurationsShare: Share = {
  percent: 10,
  mostBytes: tableLimits.configurationBytes,
};

export type MemoryPlan = Readonly<Record<keyof typeof memoryShares, number>> & {
  readonly maximumBytes: number;
  /** What the guard keeps the process within, so that it never reaches the maximum. */
  readonly guardedBytes: number;
  readonly sampleThread: number;
  readonly passing: number;
  readonly turns: number;
  readonly configuration: number;
  readonly configurations: number;
  readonly conversations: number;
  /** Numbers of them. */
  readonly connections: number;
  readonly consoles: number;
  readonly accounts: number;
  readonly polls: number;
  /** The part of its payers that each budget remembers, up to 1. */
  readonly payers: number;
};

/** The bytes for each table, for a maximum of at least `leastMaximumBytes`. */
export function memoryPlan(maximumBytes: number): MemoryPlan {
  const guardedBytes = maximumBytes - reservedBytes;
  const free = guardedBytes - restBytes;
  const of = ({ percent, mostBytes = Infinity }: Share): number =>
    Math.min(mostBytes, Math.floor((free * percent) / 100));
  const many = ({ percent, of: group }: { percent: number; of: FollowingTables }): number =>
    Math.min(group.most ?? Infinity, Math.floor(of({ percent }) / bytesOfOne(group)));
  const { profiles, waiting, ledger } = memoryShares;
  return {
    maximumBytes,
    guardedBytes,
    profiles: of(profiles),
    waiting: of(waiting),
    ledger: of(ledger),
    sampleThread: of(sampleShare),
    passing: of(passingShare),
    turns: of(turnsShare),
    configuration: of(configurationShare),
    configurations: of(configurationsShare),
    conversations: of(conversationShare),
    connections: many(countShares.connections),
    consoles: many(countShares.consoles),
    accounts: many(countShares.accounts),
    polls: Math.floor(of(pollShare) / entryBytes.poll),
    payers: of(payerShare) / payerShare.mostBytes,
  };
}
