// Where units of work get their connections.
import type { AccountId } from '@opportune/protocol/ids.ts';
import type pg from 'pg';
import { EngineError } from '../engine-error.ts';
import type { Statements } from './prepared.ts';
import type { Lending, Lent } from './records-pool.ts';
import type { Silence } from './records-silence.ts';

/** The shared connections, with the check whether PostgreSQL responds. */
export interface Source {
  readonly lend: Lending;
  /** What the connection has prepared. */
  readonly statementsOf: (client: pg.PoolClient) => Statements;
  readonly silence: Silence;
  readonly boundMs: number;
}

/** A connection, when one is free. Throws `engine.unavailable` if PostgreSQL does not respond. */
export async function connection(
  { lend, silence }: Source,
  account: AccountId | undefined,
): Promise<Lent> {
  const wanted = lend(account);
  const watch = silence.watch();
  try {
    const lent = await Promise.race([wanted.lent, watch.silent]);
    if (lent !== undefined) return lent;
  } finally {
    watch.end();
  }
  wanted.giveUp();
  throw new EngineError('engine.unavailable');
}
