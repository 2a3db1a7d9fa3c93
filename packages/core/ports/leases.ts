// Who holds which shard, and whose writes an account's desk takes. The store applies one request after
// another; what it refuses, nobody has to remember. Rules: docs/spec/cluster.md.
import type { AccountId } from '@opportune/protocol/ids.ts';
import type { RegisterAnswer, RegisterRequest } from '../cluster/register.ts';
import type { Owner } from '../world/owner.ts';
import type { Sql } from './records.ts';

/** The right to write for an account's desk. */
export interface DeskEpoch extends Owner {
  /** The epoch in which the desk was taken. */
  readonly since: number;
}

export interface Leases {
  /**
   * Applies one request to the register. Rejects if the store is away or too busy; it may have been
   * applied nevertheless.
   */
  ask(request: RegisterRequest): Promise<RegisterAnswer>;
  /**
   * Ends what a lost process has begun in the store of records, so that nobody waits for its locks. It
   * may still be running: what it does later is refused by its epoch.
   */
  cutOff(holder: string): Promise<void>;
  /** Takes an account's desk and fences off whoever had it. False: a later epoch has it. */
  take(account: AccountId, desk: DeskEpoch): Promise<boolean>;
  /**
   * Whether the account of this transaction takes writes of this epoch, until the transaction ends. If
   * not, roll it back.
   */
  holds(sql: Sql, desk: DeskEpoch): Promise<boolean>;
}
