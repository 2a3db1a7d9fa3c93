import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { testDataFolder } from '../adapter/engines.test-support.ts';
import { isFolderInUse, takeDataFolder } from '../adapter/data-folder/data-folder.ts';
import { listenOn } from '../adapter/listen.ts';
import {
  checkClock,
  checkDescriptors,
  checkDisk,
  checkFolder,
  checkLeftovers,
  checkMemory,
  checkNode,
  checkPort,
} from './machine-checks.ts';
import { wholeRun } from '../../../test/support/whole-run.test-support.ts';

const gib = 1024 ** 3;

describe('the doctor', () => {
  it('reports which resources are too small and which are enough', () => {
    assert.equal(checkNode('20.19.0').state, 'failed');
    assert.equal(checkNode('24.0.0').state, 'ok');
    assert.equal(checkMemory(0.5 * gib).state, 'failed');
    assert.equal(checkMemory(1.5 * gib).state, 'warning');
    assert.equal(checkMemory(8 * gib).state, 'ok');
    assert.equal(checkDescriptors(256).state, 'failed');
    assert.equal(checkDescriptors(4096).state, 'warning');
    assert.equal(checkDescriptors(65_536).state, 'ok');
    assert.equal(checkClock(0, Date.UTC(2026, 0, 1)).state, 'failed');
    assert.equal(checkClock(Date.UTC(2026, 0, 2), Date.UTC(2026, 0, 1)).state, 'ok');
  });

  it('tells a taken port from a free one, and a port by name from a default', async (t) => {
    const server = createServer();
    t.after(() => server.close());
    const port = await listenOn(server, { host: '127.0.0.1', port: 0, fixed: true });
    const stateOf = async (change: object) => {
      const asked = { name: 'it', host: '127.0.0.1', port, fixed: true, running: false };
      return (await checkPort({ ...asked, ...change })).state;
    };
    assert.equal(await stateOf({}), 'failed');
    assert.equal(await stateOf({ fixed: false }), 'warning');
    assert.equal(await stateOf({ port: 0 }), 'ok');
    assert.equal(await stateOf({ running: true }), 'ok');
  });

  it('looks at the data folder without leaving anything in it', (t) => {
    const folder = testDataFolder();
    t.after(() => folder.remove());
    const below = path.join(folder.path, 'new', 'and', 'below');
    assert.equal(checkFolder(below).state, 'ok');
    assert.deepEqual(readdirSync(folder.path), []);
    assert.equal(checkFolder(path.join(import.meta.filename, 'below a file')).state, 'failed');
    mkdirSync(path.join(folder.path, 'secrets'));
    chmodSync(path.join(folder.path, 'secrets'), 0o755);
    assert.equal(checkFolder(folder.path).state, 'warning');
    assert.notEqual(checkDisk(path.join(folder.path, 'not', 'yet')).seen, '');
  });

  it(
    'run as a program finds that the engines open, and says so with exit code 0',
    wholeRun,
    async (t) => {
      const folder = testDataFolder();
      t.after(() => folder.remove());
      const program = path.join(import.meta.dirname, 'main.ts');
      const args = [program, '--data', folder.path, '--port', '0', '--demo-port', 'off'];
      const { stdout } = await promisify(execFile)(process.execPath, args);
      assert.match(stdout, /ok +PostgreSQL and ClickHouse open and answer/);
      assert.match(stdout, /Everything is ready for npm start/);
    },
  );

  it('distinguishes a running server from leftovers of an earlier one', (t) => {
    const folder = testDataFolder();
    t.after(() => folder.remove());
    assert.equal(isFolderInUse(folder.path), false);
    const data = takeDataFolder(folder.path);
    assert.equal(isFolderInUse(folder.path), true);
    mkdirSync(path.join(folder.path, 'postgres'));
    writeFileSync(path.join(folder.path, 'postgres', 'postmaster.pid'), '1\n');
    assert.equal(checkLeftovers(folder.path, true).state, 'ok');
    data.release();
    assert.equal(isFolderInUse(folder.path), false);
    assert.equal(checkLeftovers(folder.path, false).state, 'warning');
  });
});
