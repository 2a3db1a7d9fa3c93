// Another user of the machine can read nothing of a data folder, even one that was left open. As
// root the test really tries as another user; otherwise it checks the modes.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { AttachmentKey } from '@opportune/protocol/conversation/attachment.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import { openAttachmentsFolder } from '../attachments/attachments-folder.ts';
import { isOpenToOthers } from './closed-folder.ts';
import { socketFolder, takeDataFolder } from './data-folder.ts';
import { openEngines } from '../engines.ts';
import { testDataFolder, testLog } from '../engines.test-support.ts';

const isRoot = process.getuid?.() === 0;
/** A user id that no service of the machine has, including PostgreSQL's. */
const stranger = 54_321;

async function filled(folder: string): Promise<void> {
  const engines = await openEngines({ dataFolder: folder }, testLog());
  const at = Date.UTC(2026, 0, 1);
  const account = AccountId.parse('closed');
  const tables = { events: [{ account, at, received_at: at }] };
  await engines.facts.append({ token: 'closed', tables });
  const files = openAttachmentsFolder(path.join(folder, 'attachments'));
  await files.put(AttachmentKey.parse('closed/file'), Buffer.from('words'));
  assertClosed(folder);
  await engines.close();
}

function assertClosed(folder: string): void {
  assert.equal(statSync(folder).mode & 0o067, 0, 'the folder');
  for (const name of readdirSync(folder)) {
    const { mode } = statSync(path.join(folder, name));
    assert.equal(mode & 0o077, 0, `${name} is ${(mode & 0o777).toString(8)}`);
  }
  if (isRoot) assertClosedToStranger(folder);
}

function assertClosedToStranger(folder: string): void {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => path.join(parentPath, name));
  for (const part of ['clickhouse', 'postgres', 'secrets', 'attachments'])
    assert.ok(
      files.some((file) => file.includes(`/${part}/`)),
      `${part} holds files`,
    );
  // All files at once. Names every file that it can open. Done by the shell itself, because a
  // program per file takes seconds.
  const read = `for file; do true <"$file" && echo "$file"; done; ls "${folder}"`;
  assert.equal(asStranger(read, files), '');
  const sockets = (['records', 'facts'] as const).map((engine) => socketOf(folder, engine));
  assert.ok(
    sockets.every((socket) => existsSync(socket)),
    sockets.join(),
  );
  assert.equal(asStranger('for socket; do test -e "$socket" && echo "$socket"; done', sockets), '');
}

function socketOf(folder: string, engine: 'records' | 'facts'): string {
  const sockets = socketFolder(folder, engine, statSync(path.join(folder, 'postgres')).uid);
  return path.join(sockets, engine === 'facts' ? 'facts.sock' : '.s.PGSQL.5432');
}

function asStranger(script: string, args: readonly string[]): string {
  const { stdout, error } = spawnSync('/bin/sh', ['-c', script, 'sh', ...args], {
    uid: stranger,
    gid: stranger,
    cwd: '/',
    encoding: 'utf8',
  });
  assert.equal(error, undefined);
  return stdout;
}

describe('[OP8] another user of the machine', () => {
  it('reads nothing of a data folder, its files and its sockets', async (t) => {
    const above = testDataFolder();
    t.after(() => above.remove());
    await filled(path.join(above.path, 'data'));
  });

  it('reads nothing of one that was left open, from the next start on', async (t) => {
    const folder = testDataFolder();
    t.after(() => folder.remove());
    await filled(folder.path);
    const open = ['', 'clickhouse', 'attachments', 'secrets'].map((name) =>
      path.join(folder.path, name),
    );
    for (const place of open) chmodSync(place, 0o755);
    assert.ok(open.every(isOpenToOthers), 'as the doctor would say');
    if (isRoot) assert.notEqual(asStranger(`ls "${folder.path}/clickhouse"`, []), '');
    await filled(folder.path);
    assert.ok(!open.some(isOpenToOthers));
  });

  it('keeps what a folder holds that is not ours', (t) => {
    const folder = testDataFolder();
    t.after(() => folder.remove());
    const shared = path.join(folder.path, 'shared');
    takeDataFolder(shared).release();
    chmodSync(shared, 0o1777);
    takeDataFolder(shared).release();
    assert.equal(statSync(shared).mode & 0o7777, 0o1777, 'one that is shared on purpose');
  });
});
