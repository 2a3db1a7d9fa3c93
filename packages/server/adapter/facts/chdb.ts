// Sessions on the embedded ClickHouse, as ordinary ClickHouse clients. Loading this file loads the
// native library, which only the engine host and tests do.
import { type ClickHouseClient, createClient } from '@clickhouse/client';
import { createChdbConnection } from 'chdb/connection';
import type { FactWriter } from './facts-append.ts';
import { type FactReader, querySettings, sessionReader } from './facts-select.ts';

// Two packages declare the same interface. A private field makes the declarations incompatible.
type OwnConnection = NonNullable<NonNullable<Parameters<typeof createClient>[0]>['connection']>;

/** A session that may write. Only one process at a time can open a folder; a second is refused. */
export function openChdb(folder: string): ClickHouseClient {
  return clientOf(createChdbConnection({ path: folder }));
}

/** A writer of rows. Passes their bytes to the engine directly, at half the cost of a client. */
export function openChdbWriter(folder: string): FactWriter {
  const connection = createChdbConnection({ path: folder });
  return {
    client: clientOf(connection),
    async insert({ table, columns, chunks }, settings) {
      const [only] = chunks;
      await connection.chdb.rawInsert({
        table,
        columns: [...columns],
        format: 'JSONCompactEachRow',
        values: only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks),
        settings: { ...settings },
      });
    },
  };
}

function clientOf(connection: ReturnType<typeof createChdbConnection>): ClickHouseClient {
  return createClient({ connection: connection as unknown as OwnConnection });
}

/**
 * A session that the engine itself makes read-only. It is told the settings of queries once: with each
 * query they would be a statement each, half the cost of a small query.
 */
export async function openChdbReader(folder: string): Promise<FactReader> {
  const client = openChdb(folder);
  await client.command({ query: 'SELECT 1', clickhouse_settings: querySettings });
  await client.command({ query: 'SET readonly = 2' });
  return sessionReader(client);
}
