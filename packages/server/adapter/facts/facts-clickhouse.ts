// The facts port on any ClickHouse client: the embedded engine inside its host, or a server by URL.
// Writes run one after another, queries in parallel, each in the scope of its account. Accounts
// share the query sessions fairly, so that one with many queries does not block others.
import { FairPlaces } from '@opportune/core/bounds/fair-places.ts';
import { BoundedMap } from '@opportune/core/bounds/bounded-map.ts';
import type { FactStore } from '@opportune/core/ports/facts.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { EngineError, reasonOf } from '../engine-error.ts';
import { type FactWriter, isUnfit, storeOnce } from './facts-append.ts';
import { type Batch, countTogether, merged } from './facts-merge.ts';
import type { EndedRun } from './ended-runs.ts';
import { removeRows, removeStale } from './facts-remove.ts';
import { scopeQuery } from './facts-query.ts';
import { batchParts, parseRows, type RowsText } from './facts-rows.ts';
import type { FactReader } from './facts-select.ts';

type Params = Readonly<Record<string, unknown>>;

/** The store with rows as text, which the engine host passes through without parsing. */
export interface FactTexts {
  append(token: string, parts: readonly RowsText[], doubtful: boolean): Promise<void>;
  query(account: AccountId, sql: string, params: Params): Promise<string>;
  /** Removes the stale rows of a run. Can be repeated after a failure. */
  sweep(run: EndedRun): Promise<void>;
  remove(account: AccountId): Promise<void>;
  /** Runs on the session that writes, while nothing else is written. */
  alone<T>(work: (writer: FactWriter) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

interface WaitingBatch extends Batch {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** How many tokens are remembered. */
const knownTokens = 20_000;

interface Reader {
  /** Null if the last session was abandoned and no new one was opened. */
  session: FactReader | null;
}

/** Sessions that no single account may use, if there are several. */
const keptForOthers = 1;

/**
 * `writer` and the readers are separate sessions, so that appends do not wait behind reports, nor
 * reports behind each other. `openReader` opens a read-only session. `merges`: whether batches that wait
 * are stored together. An insert that failed must then be over, as in this process: a server elsewhere
 * may still be at it, and knows it by another token than its batches. `ended`: the runs of which later
 * rows are stale, as they are now.
 */
export async function factTexts(
  writer: FactWriter,
  openReader: () => Promise<FactReader>,
  readerCount: number,
  merges: () => boolean = () => false,
  ended: () => readonly EndedRun[] = () => [],
): Promise<FactTexts> {
  const readers = await Promise.all(Array.from({ length: readerCount }, openReader));
  return new FactSessions(writer, openReader, readers, { merges, ended });
}

class FactSessions implements FactTexts {
  readonly #writer: FactWriter;
  readonly #openReader: () => Promise<FactReader>;
  readonly #readers: readonly Reader[];
  readonly #idle: Reader[];
  readonly #merges: () => boolean;
  readonly #ended: () => readonly EndedRun[];
  readonly #places: FairPlaces;
  readonly #asked = new Set<Promise<unknown>>();
  #tail: Promise<unknown> = Promise.resolve();
  /** Batches that wait for the writer. A removal begins another list. */
  #waiting: WaitingBatch[] = [];
  /** The newest tokens, and whether the engine got them. */
  readonly #known = new BoundedMap<string, 'alone' | 'with others'>(knownTokens);

  constructor(
    writer: FactWriter,
    openReader: () => Promise<FactReader>,
    readers: readonly FactReader[],
    { merges, ended }: { merges: () => boolean; ended: () => readonly EndedRun[] },
  ) {
    this.#writer = writer;
    this.#merges = merges;
    this.#ended = ended;
    this.#openReader = openReader;
    this.#readers = readers.map((session) => ({ session }));
    this.#idle = [...this.#readers];
    this.#places = new FairPlaces({ places: readers.length, keptForOthers });
  }

  append(...[token, parts, doubtful]: Parameters<FactTexts['append']>): Promise<void> {
    const again = this.#known.get(token) !== undefined;
    if (!again) this.#known.set(token, 'alone');
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiting = this.#waiting;
    waiting.push({ token, parts, doubtful, again, resolve, reject });
    void this.#write(() => this.#storeFirst(waiting));
    return promise.catch(refuse);
  }

  /** What came while the writer was busy is stored together. */
  async #storeFirst(waiting: WaitingBatch[]): Promise<void> {
    const batches = waiting.splice(0, this.#merges() ? countTogether(waiting) : 1);
    const [only] = batches;
    if (only === undefined) return;
    // The engine does not know the token of a batch that was stored with others.
    const doubtful = only.doubtful || this.#known.get(only.token) === 'with others';
    if (batches.length === 1) return this.#settle(only, { ...only, doubtful });
    for (const { token } of batches) this.#known.set(token, 'with others');
    try {
      await this.#store(merged(batches));
    } catch {
      // One may be at fault, and some of all may be stored.
      for (const batch of batches) await this.#settle(batch, { ...batch, doubtful: true });
      return;
    }
    for (const { resolve } of batches) resolve();
  }

  async #settle({ resolve, reject }: WaitingBatch, batch: Batch): Promise<void> {
    await this.#store(batch).then(resolve, reject);
  }

  async #store({ token, parts, doubtful }: Batch): Promise<void> {
    for (const part of parts) await storeOnce(this.#writer, token, part, doubtful);
  }

  remove(account: AccountId): Promise<void> {
    this.#waiting = [];
    return this.#write(() => removeRows(this.#writer.client, account));
  }

  sweep(run: EndedRun): Promise<void> {
    return this.#write(() => removeStale(this.#writer.client, run));
  }

  alone<T>(work: (writer: FactWriter) => Promise<T>): Promise<T> {
    return this.#write(() => work(this.#writer));
  }

  #write<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#tail.then(work);
    this.#tail = mine.catch(() => {});
    return mine.catch(refuse);
  }

  async query(account: AccountId, sql: string, params: Params): Promise<string> {
    const scoped = scopeQuery(account, sql, params, this.#ended());
    const mine = this.#ask(account, scoped.sql, scoped.params);
    const done = mine.catch(() => {}).finally(() => this.#asked.delete(done));
    this.#asked.add(done);
    return mine.catch(refuse);
  }

  async close(): Promise<void> {
    await Promise.all([this.#tail, ...this.#asked]);
    const sessions = [this.#writer.client, ...this.#readers.map(({ session }) => session)];
    await Promise.all(sessions.map((each) => each?.close()));
  }

  /** Waits until a session is free for the account, in fair shares between accounts. */
  #ask(account: AccountId, sql: string, params: Params): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#places.take(account, (leave) => {
        const reader = this.#idle.pop();
        if (reader === undefined) throw new Error('a store of facts needs a reader');
        void this.#answer(reader, sql, params)
          .then(resolve, reject)
          .finally(() => {
            this.#idle.push(reader);
            leave();
          });
      });
    });
  }

  /**
   * A session does one thing at a time, and one that refused a query is replaced. The embedded
   * engine would put the rows that a failed query had already produced before the next answer,
   * which may belong to another account (promise 6).
   */
  async #answer(reader: Reader, sql: string, params: Params): Promise<string> {
    const session = (reader.session ??= await this.#openReader());
    try {
      return await session.query(sql, params);
    } catch (error) {
      reader.session = null;
      await session.close().catch(() => {});
      throw error;
    }
  }
}

function refuse(error: unknown): never {
  if (error instanceof EngineError) throw error;
  const reason = reasonOf(error);
  // Its message quotes the rows, which may have any text.
  if (isUnfit(error)) throw new EngineError('facts.failed', `ClickHouse: ${reason}`, error);
  if (/NOT_ENOUGH_SPACE|No space left|ENOSPC/.test(reason))
    throw new EngineError('server.storage_full', undefined, error);
  if (/ECONN|EPIPE|socket hang up|Timeout/i.test(reason))
    throw new EngineError('engine.unavailable', undefined, error);
  throw new EngineError('facts.failed', `ClickHouse: ${reason}`, error);
}

/** The most tokens of failed appends that are remembered as doubtful. */
const doubtfulTokens = 10_000;

/** The facts port on a ClickHouse client, for the operator's own server. */
async function appendTo(
  texts: FactTexts,
  doubtful: Set<string>,
  batch: Parameters<FactStore['append']>[0],
): Promise<void> {
  try {
    await texts.append(batch.token, await batchParts(batch), doubtful.has(batch.token));
    doubtful.delete(batch.token);
  } catch (error) {
    if (doubtful.size < doubtfulTokens) doubtful.add(batch.token);
    throw error;
  }
}

export function factsOn(texts: FactTexts): FactStore {
  const doubtful = new Set<string>();
  return {
    append: (batch) => appendTo(texts, doubtful, batch),
    async query<Row>(account: AccountId, sql: string, params: Params = {}) {
      return parseRows<Row>(await texts.query(account, sql, params));
    },
    queryLines: async (account, sql, params = {}) =>
      new TextEncoder().encode(await texts.query(account, sql, params)),
    remove: (account) => texts.remove(account),
    close: () => texts.close(),
  };
}
