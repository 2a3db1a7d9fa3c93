// One unit of work on PostgreSQL: a transaction that sets its account first. Statements that are asked in
// the same turn go in one message, the first of them with the beginning, because a write to the socket
// costs both sides more than most statements do.
import assert from 'node:assert/strict';
import type { AccountId } from '@opportune/protocol/ids.ts';
import pg from 'pg';
import { EngineError, reasonOf } from '../engine-error.ts';
import { sendTogether } from './message.ts';
import type { Statements } from './prepared.ts';
import { isAway, whileAway } from './records-away.ts';
import type { Lent } from './records-pool.ts';
import { connection, type Source, unlessSilent } from './records-source.ts';

/** What a unit of work is bound to. */
export interface Bound {
  readonly account?: AccountId;
  /** Its statements are planned once a connection, whatever their values are. */
  readonly isOften?: boolean;
  /** All its statements are asked in one turn: their message is the whole transaction. */
  readonly isAtOnce?: boolean;
}

/** As it is sent over a connection, which has prepared some. */
type Statement = (statements: Statements) => pg.QueryConfig;

interface Asked {
  readonly statement: Statement;
  /** Several statements in one text, which share their message with nothing. */
  readonly isAlone: boolean;
  readonly resolve: (result: pg.QueryResult) => void;
  readonly reject: (error: unknown) => void;
}

type Results = readonly pg.QueryResult[];

/** A connection that said something so recently is believed to be there. */
const freshMs = 1000;

export class Unit {
  readonly #source: Source;
  readonly #of: Bound;
  /** Null once it is given back. */
  #lent: Lent | null;
  #asked: Asked[] = [];
  #isSending = false;
  #isBegun = false;
  #isWhole = false;

  private constructor(source: Source, of: Bound, lent: Lent) {
    this.#source = source;
    this.#of = of;
    this.#lent = lent;
  }

  static async open(source: Source, of: Bound): Promise<Unit> {
    const lent = await whileAway(() => connection(source, of.account));
    return new Unit(source, of, lent);
  }

  ask(statement: Statement, isAlone: boolean): Promise<pg.QueryResult> {
    assert.ok(!this.#isWhole, 'a unit of work whose statements leave at once asks another one');
    const { promise, resolve, reject } = Promise.withResolvers<pg.QueryResult>();
    // It may fail with those it was asked with before anybody waits for it.
    promise.catch(() => {});
    this.#asked.push({ statement, isAlone, resolve, reject });
    if (!this.#isSending) void this.#sendAsked();
    return promise;
  }

  async commit(): Promise<void> {
    if (this.#isBegun) await this.#client.query('COMMIT');
  }

  /** Returns the error if the connection cannot be used again. */
  async rollBack(): Promise<Error | undefined> {
    try {
      if (this.#isBegun) await this.#client.query('ROLLBACK');
      return undefined;
    } catch (error) {
      return error instanceof Error ? error : new Error(reasonOf(error));
    }
  }

  giveBack(broken?: Error | boolean): void {
    this.#lent?.giveBack(broken);
    this.#lent = null;
  }

  /** Until nothing is asked any more. */
  async #sendAsked(): Promise<void> {
    this.#isSending = true;
    // Those that are asked in the same turn come along.
    await Promise.resolve();
    this.#isWhole = this.#of.isAtOnce === true;
    while (this.#asked.length > 0) {
      const next = takeNext(this.#asked);
      try {
        const results = await (this.#isBegun ? this.#send(next) : this.#begin(next));
        for (const [at, { resolve }] of next.entries()) resolve(results[at] as pg.QueryResult);
      } catch (error) {
        for (const { reject } of next) reject(error);
      }
    }
    this.#isSending = false;
  }

  /** Begins with these statements. A connection that is lost meanwhile is replaced: nothing was stored. */
  async #begin(first: readonly Asked[]): Promise<Results> {
    const results = await whileAway(() => this.#tryBegin(first));
    return results ?? this.#send(first);
  }

  /** Null: it has begun, and the statements were not sent. */
  async #tryBegin(first: readonly Asked[]): Promise<Results | null> {
    this.#lent ??= await connection(this.#source, this.#of.account);
    const isFresh = performance.now() - this.#known.heardAt < freshMs;
    try {
      if (!isFresh || isAlone(first)) {
        await this.#client.query(beginning(this.#of, this.#source.boundMs));
        this.#known.heardAt = performance.now();
        this.#isBegun = true;
        return null;
      }
      const before = this.#of.isAtOnce === true ? [setting(this.#of)] : [begin, setting(this.#of)];
      const results = await unlessSilent(this.#source, this.#sendBehind(before, first));
      this.#isBegun = this.#of.isAtOnce !== true;
      return results.slice(before.length);
    } catch (error) {
      if (isAway(error) || error instanceof EngineError) this.giveBack(true);
      // One of its statements failed, in a transaction that is still open.
      else this.#isBegun = this.#of.isAtOnce !== true;
      throw error;
    }
  }

  async #send(next: readonly Asked[]): Promise<Results> {
    if (!isAlone(next)) return this.#sendBehind([], next);
    return [await this.#client.query(this.#configOf(next[0] as Asked))];
  }

  async #sendBehind(before: readonly pg.QueryConfig[], next: readonly Asked[]): Promise<Results> {
    const known = this.#known;
    const statements = next.map((each) => this.#configOf(each));
    const results = await sendTogether(this.#client, [...before, ...statements]);
    known.heardAt = performance.now();
    return results;
  }

  #configOf({ statement }: Asked): pg.QueryConfig {
    return statement(this.#known.statements);
  }

  get #known() {
    return this.#source.knownOf(this.#client);
  }

  get #client(): pg.PoolClient {
    if (this.#lent === null) throw new Error('a unit of work goes on after its end');
    return this.#lent.client;
  }
}

/** Takes what goes in one message. */
function takeNext(asked: Asked[]): readonly Asked[] {
  const alone = asked.findIndex((each) => each.isAlone);
  return asked.splice(0, alone === -1 ? asked.length : Math.max(1, alone));
}

function isAlone([first]: readonly Asked[]): boolean {
  return first?.isAlone === true;
}

const begin = { name: 'begin', text: 'BEGIN' };

/** Holds until the end of the transaction. */
function setting({ account, isOften = false }: Bound): pg.QueryConfig {
  return {
    name: 'account',
    text: "SELECT set_config('opportune.account', $1, true), set_config('plan_cache_mode', $2, true)",
    values: [account ?? '', isOften ? 'force_generic_plan' : 'auto'],
  };
}

/**
 * The same on a connection of which nothing was heard for a while, so that silence is noticed soon.
 * `query_timeout` applies to this query only. The types do not cover it.
 */
function beginning(
  { account, isOften = false }: Bound,
  boundMs: number,
): pg.QueryConfig & { readonly query_timeout: number } {
  const id = pg.escapeLiteral(account ?? '');
  const kept = isOften ? ", set_config('plan_cache_mode', 'force_generic_plan', true)" : '';
  const text = `BEGIN; SELECT set_config('opportune.account', ${id}, true)${kept}`;
  return { text, query_timeout: boundMs };
}
