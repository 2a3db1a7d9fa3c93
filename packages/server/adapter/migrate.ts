// Reads the numbered migrations of an engine and finds those to apply. An applied migration must
// not change: its checksum is stored, and a difference stops the start.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { EngineError } from './engine-error.ts';

export interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

export interface Applied {
  readonly name: string;
  readonly checksum: string;
}

const folder = path.join(import.meta.dirname, 'migrations');

/** The migrations of an engine in their order. */
export function readMigrations(engine: 'records' | 'facts'): readonly Migration[] {
  const names = readdirSync(path.join(folder, engine)).filter((name) =>
    /^\d{3}_[a-z0-9_]+\.sql$/.test(name),
  );
  return names.sort().map((name) => {
    const sql = readFileSync(path.join(folder, engine, name), 'utf8');
    return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
  });
}

/**
 * Those not applied yet. Throws `start.migration_changed` if an applied one differs or is missing.
 */
export function pending(
  all: readonly Migration[],
  applied: readonly Applied[],
): readonly Migration[] {
  const known = new Map(all.map((migration) => [migration.name, migration]));
  for (const { name, checksum } of applied) {
    const found = known.get(name);
    if (found?.checksum === checksum) continue;
    const what = found === undefined ? 'is missing' : 'has changed';
    throw new EngineError(
      'start.migration_changed',
      `The applied migration ${name} ${what}; restore its file.`,
    );
  }
  const done = new Set(applied.map(({ name }) => name));
  return all.filter(({ name }) => !done.has(name));
}
