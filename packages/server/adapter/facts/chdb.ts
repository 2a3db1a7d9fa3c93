// Sessions on the embedded ClickHouse, as ordinary ClickHouse clients. Loading this file loads the
// native library: only the engine host and tests do.
import { type ClickHouseClient, createClient } from '@clickhouse/client';
import { createChdbConnection } from 'chdb/connection';
import type { FactWriter } from './facts-append.ts';

// The two packages declare the same interface twice; a private field keeps the declarations apart.
type OwnConnection = NonNullable<NonNullable<Parameters<typeof createClient>[0]>['connection']>;

/** A session that may write. One process at a time opens a folder; a second one is refused. */
export function openChdb(folder: string): ClickHouseClient {
  return clientOf(createChdbConnection({ path: folder }));
}

/** The same for rows: their bytes go to the engine as they are, for half of what a client costs. */
export function openChdbWriter(folder: string): FactWriter {
  const connection = createChdbConnection({ path: folder });
  return {
    client: clientOf(connection),
    async insert({ table, columns, bytes }, settings) {
      await connection.chdb.rawInsert({
        table,
        columns: [...columns],
        format: 'JSONCompactEachRow',
        values: bytes,
        settings: { ...settings },
      });
    },
  };
}

function clientOf(connection: ReturnType<typeof createChdbConnection>): ClickHouseClient {
  return createClient({ connection: connection as unknown as OwnConnection });
}

/** A session that the engine itself keeps from writing. */
export async function openChdbReader(folder: string): Promise<ClickHouseClient> {
  const reader = openChdb(folder);
  await reader.command({ query: 'SET readonly = 2' });
  return reader;
}
