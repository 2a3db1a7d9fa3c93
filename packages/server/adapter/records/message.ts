// Several statements that go to PostgreSQL in one message: one write to its socket, and one answer. They
// run in their order. If no transaction is open, they are one, which ends with the message. The first
// that fails ends it, and the statements behind it are not run.
import pg from 'pg';

/** Sends a message. Resolves with the results once PostgreSQL has answered all of it. */
export function sendTogether(
  client: pg.PoolClient,
  statements: readonly pg.QueryConfig[],
): Promise<readonly pg.QueryResult[]> {
  const message = new Message(statements);
  client.query(message);
  return message.answered;
}

/** What the driver has as a query, and calls with the answers to it. Its types leave most of it out. */
interface Query {
  readonly name?: string | undefined;
  readonly text: string;
  submit(connection: pg.Connection): Error | null;
  handleRowDescription(row: unknown): void;
  handleDataRow(row: unknown): void;
  handleCommandComplete(command: unknown, connection: pg.Connection): void;
  handleReadyForQuery(connection: pg.Connection): void;
}

/** Its connection knows which statements were sent to be prepared, by their names. */
interface Preparing extends pg.Connection {
  readonly submittedNamedStatements: Record<string, string>;
}

/** To the driver it is one query. */
class Message implements pg.Submittable {
  readonly answered: Promise<readonly pg.QueryResult[]>;
  /** Called when all is answered, or it failed. The driver puts its own in this place, with a timeout. */
  callback: (error: Error | null) => void;
  readonly #queries: readonly Query[];
  readonly #results: pg.QueryResult[] = [];
  #failed: Error | null = null;
  /** The query that is being answered. */
  #at = 0;

  constructor(statements: readonly pg.QueryConfig[]) {
    const { promise, resolve, reject } = Promise.withResolvers<readonly pg.QueryResult[]>();
    this.answered = promise;
    this.callback = (error) => (error === null ? resolve(this.#results) : reject(error));
    this.#queries = statements.map((statement) => this.#queryOf(statement));
  }

  #queryOf(statement: pg.QueryConfig): Query {
    // The types do not cover `queryMode`: without it, a text without values is sent as a message of its own.
    const extended = { ...statement, queryMode: 'extended' };
    const query = new pg.Query(extended, undefined, (error, result) => {
      if (error) this.#failed ??= error;
      else this.#results.push(result as pg.QueryResult);
    });
    return query as unknown as Query;
  }

  /** The driver notes under it that a statement was prepared. */
  get name(): string | undefined {
    return this.#query?.name;
  }

  get text(): string | undefined {
    return this.#query?.text;
  }

  submit(connection: pg.Connection): void {
    // Each query would end the message behind itself.
    const inside = Object.create(connection, { sync: { value: () => {} } }) as pg.Connection;
    connection.stream.cork();
    try {
      for (const query of this.#queries) this.#failed ??= query.submit(inside);
      // A value that cannot be written leaves its statement out, so nothing of the rest may take effect.
      if (this.#failed !== null) connection.stream.destroy(this.#failed);
      else connection.sync();
    } finally {
      connection.stream.uncork();
    }
  }

  handleRowDescription(row: unknown): void {
    this.#query?.handleRowDescription(row);
  }

  handleDataRow(row: unknown): void {
    this.#query?.handleDataRow(row);
  }

  handleCommandComplete(command: unknown, connection: pg.Connection): void {
    const query = this.#query;
    query?.handleCommandComplete(command, connection);
    // It has its whole answer.
    query?.handleReadyForQuery(connection);
    this.#at += 1;
  }

  handleReadyForQuery(): void {
    this.callback(this.#failed);
  }

  /** What was not prepared because of the error must be sent to be prepared again. */
  handleError(error: Error, connection: pg.Connection): void {
    const { submittedNamedStatements } = connection as Preparing;
    for (const { name } of this.#queries.slice(this.#at + 1))
      if (name !== undefined) delete submittedNamedStatements[name];
    this.callback(error);
  }

  get #query(): Query | undefined {
    return this.#queries[this.#at];
  }
}
