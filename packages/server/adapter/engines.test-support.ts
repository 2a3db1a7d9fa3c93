// Real engines for a test file: embedded PostgreSQL and ClickHouse with all migrations. A test run
// opens one pair for all files (shared-engines.test-support.ts). A file that runs alone starts its
// own, in a folder that is removed afterwards. The first process creates a template in the
// temporary folder, which others copy to save time.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Log } from '@opportune/core/ports/log.ts';
import type { ClientConfig } from 'pg';
import { openMemoryBus } from './bus-memory.ts';
import { takeDataFolder } from './data-folder/data-folder.ts';
import { type Engines, openEngines } from './engines.ts';
import { connected, factsThrough } from './facts/facts-host.ts';
import { HostCalls } from './facts/host-calls.ts';
import { openJsonLog } from './log-json.ts';
import { readMigrations } from './migrate.ts';
import { openRecordsEngine } from './records/records-engine.ts';
import { openRecords } from './records/records-postgres.ts';

/** Where a run tells its test files about its engines, as JSON. */
const sharedEnginesVariable = 'OPPORTUNE_TEST_ENGINES';

export interface SharedEngines {
  /** PostgreSQL, as the app role. */
  readonly app: ClientConfig;
  /** The same as the owner, who can create databases in it. */
  readonly owner: ClientConfig;
  /** The socket of the engine host. */
  readonly factsSocket: string;
}

export interface TestFolder {
  readonly path: string;
  remove(): void;
}

/** Set OPPORTUNE_TEST_LOG=info to see the engines' log. */
export function testLog(): Log {
  return openJsonLog(process.env['OPPORTUNE_TEST_LOG'] === 'info' ? 'info' : 'silent');
}

/** An empty data folder, accessible to PostgreSQL's user if we are root. */
export function testDataFolder(): TestFolder {
  const folder = mkdtempSync(path.join(tmpdir(), 'opportune-test-'));
  chmodSync(folder, 0o711);
  return { path: folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** The ports on engines. */
export type TestEngines = Pick<Engines, 'records' | 'facts' | 'bus' | 'close'>;

let shared: Promise<TestEngines> | undefined;
let users = 0;

type Connections = Pick<TestEngines, 'records' | 'facts' | 'close'>;
/** How long connections that a file has left wait for the next file of the process. */
const idleMs = 500;
let idle:
  | { readonly connections: Connections; readonly end: NodeJS.Timeout; readonly of: string }
  | undefined;

/**
 * The engines of the run, or of the process if there is no run. They contain rows of other files
 * and earlier runs: use a fresh account id in each test, and count nothing over all accounts. The
 * last `close()` in the process releases them.
 */
export async function testEngines(): Promise<TestEngines> {
  users += 1;
  const given = sharedEnginesOfRun();
  shared ??= given === undefined ? ownEngines() : connect(given);
  const engines = await shared;
  return { ...engines, close: () => leave(engines) };
}

async function leave(engines: TestEngines): Promise<void> {
  users -= 1;
  if (users > 0) return;
  shared = undefined;
  await engines.close();
}

/** Separate, empty engines, for tests that read over all accounts or damage engines. */
export async function ownEngines(): Promise<Engines> {
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

/** A separate, empty PostgreSQL, and how other processes reach it. */
export async function ownRecords() {
  const folder = await migratedDataFolder();
  const data = takeDataFolder(folder.path);
  const { records, owner, app, close } = await openRecordsEngine({}, data, testLog());
  return {
    records,
    owner,
    app,
    async close() {
      await close();
      data.release();
      folder.remove();
    },
  };
}

/** How to reach the engines of the run. Undefined if there is no run. */
export function sharedEnginesOfRun(): SharedEngines | undefined {
  const given = process.env[sharedEnginesVariable];
  return given === undefined ? undefined : (JSON.parse(given) as SharedEngines);
}

/**
 * Rejects at once if they are gone. Takes the connections that the file before has left: to open them
 * for each file would cost more than most of their tests.
 */
async function connect(given: SharedEngines): Promise<TestEngines> {
  const connections = (await keptOf(given)) ?? (await connectNew(given));
  const { records, facts } = connections;
  const bus = openMemoryBus(testLog());
  return {
    records,
    facts,
    bus,
    async close() {
      await bus.close();
      if (idle !== undefined) return connections.close();
      const ending = setTimeout(() => {
        idle = undefined;
        void connections.close();
      }, idleMs);
      idle = { connections, end: ending, of: given.factsSocket };
    },
  };
}

/** What the file before left, if it is of these engines. Rejects if they are gone. */
async function keptOf({ factsSocket }: SharedEngines): Promise<Connections | undefined> {
  if (idle === undefined) return undefined;
  const { connections, end, of } = idle;
  idle = undefined;
  clearTimeout(end);
  try {
    if (of === factsSocket) {
      (await connected(factsSocket)).destroy();
      return connections;
    }
  } catch (error) {
    await connections.close();
    throw error;
  }
  await connections.close();
  return undefined;
}

async function connectNew({ app, factsSocket }: SharedEngines): Promise<Connections> {
  const calls = new HostCalls();
  calls.attach(await connected(factsSocket));
  const records = openRecords(app, testLog());
  return {
    records,
    facts: { ...factsThrough(calls), close: () => calls.close() },
    async close() {
      await Promise.all([records.close(), calls.close()]);
    },
  };
}

/** A data folder with both engines' databases created, migrated and empty. */
export async function migratedDataFolder(): Promise<TestFolder> {
  const template = await templateFolder();
  const folder = testDataFolder();
  execFileSync('cp', ['-pR', `${template}/.`, folder.path]);
  return folder;
}

/**
 * Created under a temporary name and renamed when complete, so that of several processes one wins
 * and none waits.
 */
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
