// The facts port on any ClickHouse client: the embedded engine inside its host, or a server by URL.
// Appends run one after another; queries side by side, each in the scope of its account. Accounts share
// the sessions that answer queries: one that asks much keeps nobody waiting behind all of it.
import type { ClickHouseClient } from '@clickhouse/client';
import { FairPlaces } from '@opportune/core/bounds/fair-places.ts';
import type { FactStore } from '@opportune/core/ports/facts.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { EngineError, reasonOf } from '../engine-error.ts';
import { storeOnce, type FactWriter } from './facts-append.ts';
import { scopeQuery } from './facts-query.ts';
import { batchParts, parseRows, type RowsText } from './facts-rows.ts';
import { select } from './facts-select.ts';

/** The store, with rows as text: what the engine host passes through without parsing. */
export interface FactTexts {
  append(token: string, parts: readonly RowsText[], doubtful: boolean): Promise<void>;
  query(
    account: AccountId,
    sql: string,
    params: Readonly<Record<string, unknown>>,
  ): Promise<string>;
  close(): Promise<void>;
}

interface Reader {
  /** Null where the last was given up and none was opened since. */
  client: ClickHouseClient | null;
}

/** Sessions that no account has, where there are several. */
const keptForOthers = 1;

/**
 * `writer` and the readers are separate sessions, so that appends do not wait behind reports, and
 * reports not behind each other. `openReader` opens a read-only session. A session does one thing
 * at a time, and one that refused a query is replaced: the embedded engine puts the rows that a
 * failed query had already answered before the next answer, whose account is another (promise 6).
 */
export async function factTexts(
  writer: FactWriter,
  openReader: () => Promise<ClickHouseClient>,
  readerCount: number,
): Promise<FactTexts> {
  const opened = await Promise.all(Array.from({ length: readerCount }, openReader));
  const readers: Reader[] = opened.map((client) => ({ client }));
  const idle = [...readers];
  const places = new FairPlaces({ places: readerCount, keptForOthers });
  const asked = new Set<Promise<unknown>>();
  let tail: Promise<unknown> = Promise.resolve();

  /** As soon as a session is the account's; the others have as many as there are places. */
  function ask(account: AccountId, sql: string, params: Readonly<Record<string, unknown>>) {
    return new Promise<string>((resolve, reject) => {
      places.take(account, (leave) => {
        const reader = idle.pop();
        if (reader === undefined) throw new Error('a store of facts needs a reader');
        void answer(reader, sql, params)
          .then(resolve, reject)
          .finally(() => {
            idle.push(reader);
            leave();
          });
      });
    });
  }

  async function answer(
    reader: Reader,
    sql: string,
    params: Readonly<Record<string, unknown>>,
  ): Promise<string> {
    const client = (reader.client ??= await openReader());
    try {
      return await select(client, sql, params);
    } catch (error) {
      reader.client = null;
      await client.close().catch(() => {});
      throw error;
    }
  }

  return {
    append(token, parts, doubtful) {
      const mine = tail.then(async () => {
        for (const part of parts) await storeOnce(writer, token, part, doubtful);
      });
      tail = mine.catch(() => {});
      return mine.catch(refuse);
    },
    async query(account, sql, params) {
      const scoped = scopeQuery(account, sql, params);
      const mine = ask(account, scoped.sql, scoped.params);
      const done = mine.catch(() => {}).finally(() => asked.delete(done));
      asked.add(done);
      return mine.catch(refuse);
    },
    async close() {
      await Promise.all([tail, ...asked]);
      await Promise.all(
        [writer.client, ...readers.map(({ client }) => client)].map((each) => each?.close()),
      );
    },
  };
}

function refuse(error: unknown): never {
  if (error instanceof EngineError) throw error;
  const reason = reasonOf(error);
  if (/NOT_ENOUGH_SPACE|No space left|ENOSPC/.test(reason))
    throw new EngineError('server.storage_full', undefined, error);
  if (/ECONN|EPIPE|socket hang up|Timeout/i.test(reason))
    throw new EngineError('engine.unavailable', undefined, error);
  throw new EngineError('facts.failed', `ClickHouse: ${reason}`, error);
}

/** How many tokens of failed appends are remembered as doubtful. */
const doubtfulTokens = 10_000;

/** The facts port on a ClickHouse client, as used with a server of one's own. */
export function factsOn(texts: FactTexts): FactStore {
  const doubtful = new Set<string>();
  return {
    async append(batch) {
      try {
        await texts.append(batch.token, await batchParts(batch), doubtful.has(batch.token));
        doubtful.delete(batch.token);
      } catch (error) {
        if (doubtful.size < doubtfulTokens) doubtful.add(batch.token);
        throw error;
      }
    },
    async query<Row>(
      account: AccountId,
      sql: string,
      params: Readonly<Record<string, unknown>> = {},
    ) {
      return parseRows<Row>(await texts.query(account, sql, params));
    },
    queryLines: async (account, sql, params = {}) =>
      new TextEncoder().encode(await texts.query(account, sql, params)),
    close: () => texts.close(),
  };
}
