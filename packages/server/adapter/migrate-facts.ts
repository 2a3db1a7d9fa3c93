// Migrates ClickHouse. It has no transactions over definitions, so each migration is recorded after
// its last statement. One that failed half-way is named and stops the start.
import type { ClickHouseClient } from '@clickhouse/client';
import { EngineError, reasonOf } from './engine-error.ts';
import { type Applied, type Migration, pending, readMigrations } from './migrate.ts';

/** Applies missing migrations. Only the process that holds the data folder migrates. */
export async function migrateFacts(client: ClickHouseClient): Promise<readonly string[]> {
  await client.command({
    query: `CREATE TABLE IF NOT EXISTS migrations (name String, checksum String, applied_at DateTime DEFAULT now())
      ENGINE = MergeTree ORDER BY name SETTINGS fsync_after_insert = 1, fsync_part_directory = 1`,
  });
  const result = await client.query({
    query: 'SELECT name, checksum FROM migrations',
    format: 'JSONEachRow',
  });
  const missing = pending(readMigrations('facts'), await result.json<Applied>());
  for (const migration of missing) await apply(client, migration);
  return missing.map(({ name }) => name);
}

async function apply(client: ClickHouseClient, { name, sql, checksum }: Migration): Promise<void> {
  for (const statement of statements(sql)) {
    try {
      await client.command({ query: statement });
    } catch (error) {
      throw new EngineError(
        'start.engine_failed',
        `The migration ${name} failed: ${reasonOf(error)}`,
        error,
      );
    }
  }
  await client.insert({ table: 'migrations', values: [{ name, checksum }], format: 'JSONEachRow' });
}

/** A statement ends with a semicolon at the end of a line. ClickHouse accepts one at a time. */
function statements(sql: string): readonly string[] {
  return sql
    .replaceAll(/^\s*--.*$/gm, '')
    .split(/;\s*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
}
