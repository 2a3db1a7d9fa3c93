// The embedded PostgreSQL as a process: promise 1 when the postmaster or the whole server is
// killed, what remains, and who may use the folder.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { after, describe, it, type TestContext } from 'node:test';
import { AccountId } from '@opportune/protocol/ids.ts';
import pg from 'pg';
import { takeDataFolder } from '../data-folder/data-folder.ts';
import { testDataFolder, testLog } from '../engines.test-support.ts';
import { processes, runs, until } from '../process/processes.test-support.ts';
import { openRecordsEngine, type OpenedRecords } from './records-engine.ts';

const account = AccountId.parse('crash');
const folder = testDataFolder();
after(() => folder.remove());

/** Closed by the test, or else after it. */
async function open(test: TestContext, at = folder.path): Promise<OpenedRecords> {
  const data = takeDataFolder(at);
  const opened = await openRecordsEngine({}, data, testLog());
  let closed: Promise<void> | undefined;
  const close = () => (closed ??= opened.close().then(() => data.release()));
  test.after(close);
  return { ...opened, close };
}

function postmasterPid(at = folder.path): number {
  return Number(readFileSync(path.join(at, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
}

async function makeNotes(opened: OpenedRecords): Promise<void> {
  const owner = new pg.Client(opened.owner);
  await owner.connect();
  await owner.query('CREATE TABLE notes (account text NOT NULL, n int NOT NULL)');
  await owner.query("SELECT protect_table('notes')");
  await owner.end();
}

function write(opened: OpenedRecords, n: number): Promise<unknown> {
  return opened.records.withAccount(account, (sql) =>
    sql.run('INSERT INTO notes VALUES ($1, $2)', [account, n]),
  );
}

async function read(opened: OpenedRecords): Promise<ReadonlySet<number>> {
  const rows = await opened.records.withAccount(account, (sql) =>
    sql.rows<{ n: number }>('SELECT n FROM notes'),
  );
  return new Set(rows.map(({ n }) => n));
}

describe('the embedded PostgreSQL', () => {
  it('promise 1: killed in the middle of a load, it comes back and nothing acknowledged is lost', async (t) => {
    const opened = await open(t);
    await makeNotes(opened);
    const acknowledged = new Set<number>();
    let n = 0;
    for (let round = 0; round < 3; round += 1) {
      // A killed postmaster's children may answer for some milliseconds, so a successful read does
      // not show that it is back.
      await until('a postmaster runs', () => runs(postmasterPid()));
      const load = Array.from({ length: 60 }, async () => {
        const mine = ++n;
        await write(opened, mine);
        acknowledged.add(mine);
      });
      await Promise.any(load);
      process.kill(postmasterPid(), 'SIGKILL');
      const settled = await Promise.allSettled(load);
      const refused = settled.filter((each) => each.status === 'rejected');
      assert.ok(
        refused.every((each) => each.reason.code === 'engine.unavailable'),
        'a lost connection is a retryable error',
      );
      const stored = await read(opened);
      assert.deepEqual(
        [...acknowledged].filter((each) => !stored.has(each)),
        [],
      );
    }
    assert.ok(acknowledged.size > 0);
    await opened.close();
  });

  it('leaves no process behind when it is closed', async (t) => {
    const opened = await open(t);
    const pid = postmasterPid();
    assert.ok(runs(pid));
    await opened.close();
    assert.ok(!runs(pid));
  });

  it('a second server on the same folder is refused with start.folder_in_use', async (t) => {
    const opened = await open(t);
    assert.throws(() => takeDataFolder(folder.path), { code: 'start.folder_in_use' });
    await opened.close();
    takeDataFolder(folder.path).release();
  });

  it('ends with the server that is killed', async (t) => {
    const server = await startServer(t);
    const pid = postmasterPid();
    server.kill('SIGKILL');
    await until('the postmaster ends', () => !runs(pid));
  });

  it('promise 1: a postmaster that is left behind is ended at the next start, and nothing is lost', async (t) => {
    const server = await startServer(t);
    const pid = postmasterPid();
    const guard = processes().find(
      ({ session, command }) => session === pid && command.startsWith('/bin/sh'),
    );
    process.kill(guard?.pid ?? 0, 'SIGKILL');
    server.kill('SIGKILL');
    await ended(server);
    assert.ok(runs(pid), 'it is left behind');
    const opened = await open(t);
    assert.ok(!runs(pid));
    assert.notEqual(postmasterPid(), pid);
    assert.ok((await read(opened)).size > 0);
    await opened.close();
  });

  it(
    'works below a folder that is closed to the user it runs as',
    { skip: process.getuid?.() !== 0 },
    async (t) => {
      const closed = testDataFolder();
      chmodSync(closed.path, 0o700);
      const inside = path.join(closed.path, 'data');
      mkdirSync(inside);
      const opened = await open(t, inside);
      assert.equal((await opened.records.withoutAccount((sql) => sql.rows('SELECT 1'))).length, 1);
      await opened.close();
      closed.remove();
    },
  );
});

/** A separate process that holds the folder, as a server does. */
async function startServer(test: TestContext): Promise<ChildProcess> {
  const program = `
    const { takeDataFolder } = await import('../data-folder/data-folder.ts');
    const { openRecordsEngine } = await import('./records-engine.ts');
    const log = { info() {}, warn() {}, error() {} };
    const data = takeDataFolder(process.argv[1]);
    await openRecordsEngine({}, data, log);
    console.log('ready');`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, folder.path], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  test.after(() => child.kill('SIGKILL'));
  await new Promise((resolve, reject) => {
    child.stdout?.once('data', resolve);
    child.once('exit', reject);
  });
  return child;
}

function ended(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve) => child.once('exit', resolve));
}
