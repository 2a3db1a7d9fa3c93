// Checks the engines: their programs, and whether they open. Embedded ones are opened in a
// temporary folder, so that a running server is not disturbed. Those given by URL are only read.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AccountId } from '@opportune/protocol/ids.ts';
import { checkOwn, openEngines } from '../adapter/engines.ts';
import { reasonOf } from '../adapter/engine-error.ts';
import { findPostgresBinaries, missingLinks } from '../adapter/records/postgres-binaries.ts';
import type { Config } from '../config.ts';
import { type Finding, failed, ok } from './finding.ts';

const silent = { info() {}, warn() {}, error() {} };

export function checkBinaries(): Finding {
  try {
    const { folder, postgres } = findPostgresBinaries();
    const version = execFileSync(postgres, ['--version'], { encoding: 'utf8' }).trim();
    if (missingLinks(folder).length === 0) return ok(`${version}, its libraries are in place`);
    return failed(
      'links between the libraries of PostgreSQL are missing',
      `Make ${folder} writable and try again.`,
    );
  } catch (error) {
    return failed(
      `the embedded PostgreSQL does not run: ${reasonOf(error)}`,
      'Remove node_modules and run npm start; or set OPPORTUNE_DATABASE_URL.',
    );
  }
}

/** Only reads the operator's own engines. Opens and queries embedded ones. */
export async function checkEngines(config: Config): Promise<Finding> {
  try {
    const own = await checkOwn(config);
    if (own !== null) return ok(`${own.postgres} and ${own.clickhouse} answer`);
  } catch (error) {
    return failed(reasonOf(error), 'Check the option and that the server is up.');
  }
  return checkEmbedded(config);
}

async function checkEmbedded(config: Config): Promise<Finding> {
  const folder = mkdtempSync(path.join(tmpdir(), 'opportune-doctor-'));
  chmodSync(folder, 0o711);
  const startedAt = performance.now();
  try {
    await openAndAsk({ ...config, dataFolder: folder });
    const took = Math.round(performance.now() - startedAt);
    return ok(`PostgreSQL and ClickHouse open and answer (embedded, ${took} ms)`);
  } catch (error) {
    return failed(
      `an engine does not open: ${reasonOf(error)}`,
      'The message says which; the checks above often say why.',
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function openAndAsk(config: Config): Promise<void> {
  const engines = await openEngines(config, silent);
  try {
    await engines.records.withoutAccount((sql) => sql.row('SELECT 1'));
    await engines.facts.query(AccountId.parse('doctor'), 'SELECT count() FROM $events');
  } finally {
    await engines.close();
  }
}
