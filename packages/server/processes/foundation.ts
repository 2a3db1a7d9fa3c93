// What shards build on and only a start renews: the engine host, all migrations, the first process and
// what it does as a node.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readMigrations } from '../adapter/migrate.ts';
import { fingerprintOf, hostFingerprint } from '../adapter/process/handed-engine.ts';

/** A hash of it, as it is on the disk now. */
export function foundationNow(): string {
  const here = import.meta.dirname;
  const sources = [here, path.join(here, '..', 'nodes')].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.ts') && !name.includes('.test'))
      .sort()
      .map((name) => readFileSync(path.join(folder, name), 'utf8')),
  );
  const records = readMigrations('records').map(({ checksum }) => checksum);
  return fingerprintOf([hostFingerprint(), ...records, ...sources]);
}
