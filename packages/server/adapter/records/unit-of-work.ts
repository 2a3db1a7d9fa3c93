// One unit of work on PostgreSQL: a transaction that sets its account first.
import type { AccountId } from '@opportune/protocol/ids.ts';
import pg from 'pg';
import { reasonOf } from '../engine-error.ts';
import type { Statements } from './prepared.ts';
import { whileAway } from './records-away.ts';
import type { Lent } from './records-pool.ts';
import { connection, type Source } from './records-source.ts';

/** What a unit of work is bound to. */
export interface Bound {
  readonly account?: AccountId;
  readonly isOften?: boolean;
}

/**
 * One transaction on one connection. It begins with its first statement: both are sent together,
 * which saves a round trip. If the connection turns out to be lost, nothing of it was run, and the
 * first statement is sent again over another one.
 */
export class Unit {
  readonly #source: Source;
  readonly #of: Bound;
  /** Null once it is given back. */
  #lent: Lent | null;
  #begun: Promise<void> | null = null;

  private constructor(source: Source, of: Bound, lent: Lent) {
    this.#source = source;
    this.#of = of;
    this.#lent = lent;
  }

  static async open(source: Source, of: Bound): Promise<Unit> {
    const lent = await whileAway(() => connection(source, of.account));
    return new Unit(source, of, lent);
  }

  async query(query: (statements: Statements) => pg.QueryConfig): Promise<pg.QueryResult> {
    if (this.#begun !== null) {
      await this.#begun;
      return this.#send(query);
    }
    const first = Promise.withResolvers<void>();
    first.promise.catch(() => {});
    this.#begun = first.promise;
    try {
      const { answer } = await this.#begin(query);
      first.resolve();
      return await answer;
    } catch (error) {
      first.reject(error);
      throw error;
    }
  }

  /** Sends the beginning and the first statement. Resolves once the transaction has begun. */
  async #begin(
    query: (statements: Statements) => pg.QueryConfig,
  ): Promise<{ readonly answer: Promise<pg.QueryResult> }> {
    return whileAway(async () => {
      this.#lent ??= await connection(this.#source, this.#of.account);
      const begun = this.#client().query(beginning(this.#of, this.#source.boundMs));
      const answer = this.#send(query);
      answer.catch(() => {});
      try {
        await begun;
        return { answer };
      } catch (error) {
        this.giveBack(true);
        throw error;
      }
    });
  }

  #send(query: (statements: Statements) => pg.QueryConfig): Promise<pg.QueryResult> {
    const client = this.#client();
    return client.query(query(this.#source.statementsOf(client)));
  }

  async commit(): Promise<void> {
    if (this.#begun !== null) await this.#client().query('COMMIT');
  }

  /** Returns the error if the connection cannot be used again. */
  async rollBack(): Promise<Error | undefined> {
    try {
      const isBegun = this.#begun !== null && this.#lent !== null;
      if (isBegun) await this.#client().query('ROLLBACK');
      return undefined;
    } catch (error) {
      return error instanceof Error ? error : new Error(reasonOf(error));
    }
  }

  giveBack(broken?: Error | boolean): void {
    this.#lent?.giveBack(broken);
    this.#lent = null;
  }

  #client(): pg.PoolClient {
    if (this.#lent === null) throw new Error('a unit of work goes on after its end');
    return this.#lent.client;
  }
}

/** `query_timeout` applies to this query only. The types do not cover it. */
function beginning(
  { account, isOften = false }: Bound,
  boundMs: number,
): pg.QueryConfig & { readonly query_timeout: number } {
  const id = pg.escapeLiteral(account ?? '');
  const kept = isOften ? ", set_config('plan_cache_mode', 'force_generic_plan', true)" : '';
  const text = `BEGIN; SELECT set_config('opportune.account', ${id}, true)${kept}`;
  return { text, query_timeout: boundMs };
}
