// The user that runs PostgreSQL if we are root, and access through folders that are closed to that
// user, above the data and above the programs, as in a checkout below /root.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, cpSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { testDataFolder } from '../engines.test-support.ts';
import { findPostgresBinaries } from './postgres-binaries.ts';
import { choosePostgresUser } from './postgres-user.ts';

describe('as root', { skip: process.getuid?.() !== 0 }, () => {
  it('PostgreSQL makes its cluster in a checkout that is closed to its user', (t) => {
    const closed = testDataFolder();
    t.after(() => closed.remove());
    chmodSync(closed.path, 0o700);
    const programs = path.join(closed.path, 'programs');
    const data = path.join(closed.path, 'data');
    cpSync(findPostgresBinaries().folder, programs, { recursive: true, verbatimSymlinks: true });
    const initdb = path.join(programs, 'bin', 'initdb');
    const { ids, prefix } = choosePostgresUser(data, initdb);
    assert.ok(ids !== undefined && ids.uid !== 0);
    mkdirSync(data, { mode: 0o700 });
    chownSync(data, ids.uid, ids.gid);
    const [setpriv = '', ...words] = [...prefix, initdb, '-D', data, '--no-sync', '-U', 'owner'];
    const { status, stderr } = spawnSync(setpriv, words, { cwd: '/', encoding: 'utf8' });
    assert.equal(status, 0, stderr);
  });

  it('it has no capability where every folder lets it pass', (t) => {
    const open = testDataFolder();
    t.after(() => open.remove());
    chmodSync(open.path, 0o711);
    const { ids, prefix } = choosePostgresUser(path.join(open.path, 'data'), '/usr/bin/env');
    assert.ok(ids !== undefined && ids.uid !== 0);
    assert.deepEqual(prefix, []);
  });
});
