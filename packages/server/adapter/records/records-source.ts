// Where units of work get their connections.
import type { AccountId } from '@opportune/protocol/ids.ts';
import type pg from 'pg';
import { EngineError } from '../engine-error.ts';
import { createStatements, type Statements } from './prepared.ts';
import type { Lending, Lent } from './records-pool.ts';
import type { Silence } from './records-silence.ts';

/** The shared connections, with the check whether PostgreSQL responds. */
export interface Source {
  readonly lend: Lending;
  readonly knownOf: (client: pg.PoolClient) => Known;
  readonly silence: Silence;
  readonly boundMs: number;
}

/** What is known of a connection. */
export interface Known {
  /** What it has prepared. */
  readonly statements: Statements;
  /** When it was last heard from, in milliseconds of `performance.now()`. */
  heardAt: number;
}

export function knownByClient(): Source['knownOf'] {
  const all = new WeakMap<pg.PoolClient, Known>();
  return (client) => {
    const known = all.get(client) ?? { statements: createStatements(), heardAt: -Infinity };
    all.set(client, known);
    return known;
  };
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

/** What PostgreSQL answers. It is not waited for if PostgreSQL is silent: a busy one takes its time. */
export async function unlessSilent<T>({ silence }: Source, answer: Promise<T>): Promise<T> {
  const watch = silence.watch();
  const isAnswered = answer.then(() => true);
  try {
    if (await Promise.race([isAnswered, watch.silent.then(() => false)])) return await answer;
    throw new EngineError('engine.unavailable');
  } finally {
    watch.end();
  }
}
