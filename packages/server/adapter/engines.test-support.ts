// Real engines for a test file: embedded PostgreSQL and ClickHouse, all migrations applied, in a
// folder that is removed afterwards. One set per process, shared by all who ask in it. The first
// process to ask makes a template in the temporary folder; the others copy it, which is faster.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Log } from '@opportune/core/ports/log.ts';
import { type Engines, openEngines } from './engines.ts';
import { openJsonLog } from './log-json.ts';
import { readMigrations } from './migrate.ts';

export interface TestFolder {
  readonly path: string;
  remove(): void;
}

/** Set OPPORTUNE_TEST_LOG=info to see what the engines say. */
export function testLog(): Log {
  return openJsonLog(process.env['OPPORTUNE_TEST_LOG'] === 'info' ? 'info' : 'silent');
}

/** A data folder of its own, empty, open to the user that PostgreSQL runs as when we are root. */
export function testDataFolder(): TestFolder {
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
  shared ??= start();
  const engines = await shared;
  return { ...engines, close: () => leave(engines) };
}

async function leave(engines: Engines): Promise<void> {
  users -= 1;
  if (users > 0) return;
  shared = undefined;
  await engines.close();
}

/** A data folder of its own with both engines' databases made and migrated, and nothing in them. */
export async function migratedDataFolder(): Promise<TestFolder> {
  const template = await templateFolder();
  const folder = testDataFolder();
  execFileSync('cp', ['-pR', `${template}/.`, folder.path]);
  return folder;
}

async function start(): Promise<Engines> {
  const folder = await migratedDataFolder();
  const engines = await openEngines({ dataFolder: folder.path }, testLog());
  return {
    ...engines,
    async close() {
      await engines.close();
      folder.remove();
    },
  };
}

/** Made beside and renamed when whole, so that of several processes one wins and none waits. */
async function templateFolder(): Promise<string> {
  const template = path.join(tmpdir(), `opportune-template-${templateHash()}`);
  if (existsSync(template)) return template;
  const folder = testDataFolder();
  await (await openEngines({ dataFolder: folder.path }, testLog())).close();
  try {
    renameSync(folder.path, template);
  } catch {
    folder.remove();
  }
  return template;
}

function templateHash(): string {
  const hash = createHash('sha256').update(`${process.getuid?.()} ${process.arch}`);
  for (const engine of ['records', 'facts'] as const) {
    for (const { name, checksum } of readMigrations(engine)) hash.update(`${name} ${checksum}\n`);
  }
  return hash.digest('hex').slice(0, 16);
}
