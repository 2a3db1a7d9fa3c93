// A data folder that can be created, and one that cannot, which must be refused at once.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { takeDataFolder } from './data-folder.ts';
import { testDataFolder } from '../engines.test-support.ts';

const closed = { code: 'start.folder_closed' };

test('a folder is made with its parents, and only its owner can read it', (t) => {
  const folder = testDataFolder();
  t.after(() => folder.remove());
  const deep = path.join(folder.path, 'a', 'b');
  takeDataFolder(deep).release();
  assert.equal(statSync(path.join(deep, 'secrets')).mode & 0o777, 0o700);
  assert.equal(statSync(path.join(folder.path, 'a')).mode & 0o066, 0);
  takeDataFolder(deep).release();
});

test('a folder below a file or behind a broken link is refused', (t) => {
  const folder = testDataFolder();
  t.after(() => folder.remove());
  const file = path.join(folder.path, 'file');
  writeFileSync(file, '');
  assert.throws(() => takeDataFolder(file), closed);
  assert.throws(() => takeDataFolder(path.join(file, 'below')), closed);
  const link = path.join(folder.path, 'link');
  symlinkSync(path.join(folder.path, 'nowhere'), link);
  assert.throws(() => takeDataFolder(path.join(link, 'below')), closed);
  assert.ok(!existsSync(path.join(folder.path, 'nowhere')));
});

/** In a separate process, because an endless loop would hang this test. */
for (const there of ['/proc', '/proc/x', '/proc/x/y'])
  test(
    `the server refuses ${there}, where no folder can be made`,
    { skip: process.platform !== 'linux' },
    () => {
      const main = path.join(import.meta.dirname, '../..', 'main.ts');
      const args = [main, '--data', there, '--port', '0', '--demo-port', 'off'];
      const { status, stderr } = spawnSync(process.execPath, args, { timeout: 20_000 });
      assert.equal(status, 1, String(stderr));
      assert.match(String(stderr), /\/proc.*\[start\.folder_closed\]/);
    },
  );
