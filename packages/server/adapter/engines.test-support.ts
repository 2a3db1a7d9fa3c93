// Real engines for a test file: embedded PostgreSQL and ClickHouse, all migrations applied, in a
// folder that is removed afterwards. One set per process, shared by all who ask in it.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Log } from '@opportune/core/ports/log.ts';
import { type Engines, openEngines } from './engines.ts';
import { openJsonLog } from './log-json.ts';

/** Set OPPORTUNE_TEST_LOG=info to see what the engines say. */
export function testLog(): Log {
  return openJsonLog(process.env['OPPORTUNE_TEST_LOG'] === 'info' ? 'info' : 'silent');
}

/** A data folder of its own, open to the user that PostgreSQL runs as when we are root. */
export function testDataFolder(): { readonly path: string; remove(): void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'opportune-test-'));
  chmodSync(folder, 0o711);
  return { path: folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

let shared: Promise<Engines> | undefined;
let users = 0;

/**
 * The process's engines, started when first asked for. Accounts are the way to keep tests apart:
 * mint a fresh account id for each. The last `close()` stops them and removes their folder.
 */
export async function testEngines(): Promise<Engines> {
  users += 1;
  const folder = shared === undefined ? testDataFolder() : undefined;
  if (folder !== undefined) shared = start(folder);
  const engines = await shared!;
  return { ...engines, close: () => leave(engines) };
}

async function start(folder: { readonly path: string; remove(): void }): Promise<Engines> {
  const engines = await openEngines({ dataFolder: folder.path }, testLog());
  return {
    ...engines,
    async close() {
      await engines.close();
      folder.remove();
    },
  };
}

async function leave(engines: Engines): Promise<void> {
  users -= 1;
  if (users > 0) return;
  shared = undefined;
  await engines.close();
}
