// The store of files in a folder: the contract of every store, what a crash leaves behind, and keys
// that must not be used as paths.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, writeFileSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import {
  attachmentStoreContract,
  readWhole,
} from '@opportune/core/contracts/attachments.contract.ts';
import { AttachmentKey } from '@opportune/protocol/conversation/attachment.ts';
import { openAttachmentsFolder } from './attachments-folder.ts';
import { testDataFolder } from '../engines.test-support.ts';

const folder = testDataFolder();
after(() => folder.remove());
const at = (name: string): string => path.join(folder.path, name);

attachmentStoreContract('a folder', () => ({ store: openAttachmentsFolder(at('contract')) }));

const key = AttachmentKey.parse('account/one');

test('[AT1] no key leads out of the folder', () => {
  for (const name of ['../x/y', 'a/../b', '/etc/passwd', 'a/b/c', 'a/', 'a\\b/c', 'a/b\0', 'a/..'])
    assert.equal(AttachmentKey.safeParse(name).success, false, name);
});

test('[AT1] half-written files of a crash are removed when the store opens, and stored files are kept', async () => {
  const store = openAttachmentsFolder(at('left'));
  await store.put(key, Buffer.from('kept'));
  const drafts = ['of a crash', 'of another process'].map((name) =>
    path.join(at('left'), 'incoming', name),
  );
  for (const draft of drafts) writeFileSync(draft, 'ha');
  const [crashed = ''] = drafts;
  const before = new Date(Date.now() - 2 * 3600_000);
  utimesSync(crashed, before, before);
  const again = openAttachmentsFolder(at('left'));
  assert.deepEqual(readdirSync(path.join(at('left'), 'incoming')), ['of another process']);
  assert.equal(String(await readWhole(again, key)), 'kept');
});

test('[AT1] a process that is killed while it writes leaves every acknowledged file complete', async () => {
  const script = `
    import { openAttachmentsFolder } from ${JSON.stringify(path.join(import.meta.dirname, 'attachments-folder.ts'))};
    const store = openAttachmentsFolder(${JSON.stringify(at('killed'))});
    for (let n = 0; ; n++) {
      await store.put('account/f' + n, Buffer.alloc(300_000, n % 256));
      process.stdout.write(n + '\\n');
    }`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  for await (const part of child.stdout) {
    said += String(part);
    if (said.split('\n').length > 4) break;
  }
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
  const store = openAttachmentsFolder(at('killed'));
  const answered = said.split('\n').slice(0, -1).map(Number);
  assert.ok(answered.length >= 4);
  for (const n of answered) {
    const whole = await readWhole(store, AttachmentKey.parse(`account/f${n}`));
    assert.deepEqual(whole, Buffer.alloc(300_000, n % 256));
  }
  assert.ok(existsSync(path.join(at('killed'), 'kept', 'account')));
});

test('[AT10] a full disk is reported, nothing of the file is kept, and writing works again with room', (t) => {
  const small = at('small');
  mkdirSync(small);
  try {
    const size = ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', small];
    execFileSync('/bin/mount', size, { stdio: 'pipe' });
  } catch (error) {
    return t.skip(`a small disk cannot be mounted: ${String(error)}`);
  }
  const unmount = (): void => void execFileSync('/bin/umount', [small], { stdio: 'pipe' });
  return fillAndFree(small).finally(unmount);
});

async function fillAndFree(small: string): Promise<void> {
  const store = openAttachmentsFolder(small);
  await store.put(key, Buffer.alloc(400_000, 1));
  const other = AttachmentKey.parse('account/two');
  const full = { code: 'server.storage_full', retry: true };
  await assert.rejects(store.put(other, Buffer.alloc(900_000, 2)), full);
  await assert.rejects(store.put(key, Buffer.alloc(900_000, 2)), full);
  assert.deepEqual(readdirSync(path.join(small, 'incoming')), []);
  assert.equal(await store.get(other), null);
  assert.deepEqual(await readWhole(store, key), Buffer.alloc(400_000, 1), 'what was there stays');
  await store.remove(key);
  await store.put(other, Buffer.alloc(900_000, 2));
  assert.equal((await readWhole(store, other))?.length, 900_000);
}

test('[AT2] an unwritable folder is reported as unreachable, and nothing is kept', async () => {
  const store = openAttachmentsFolder(at('blocked'));
  writeFileSync(path.join(at('blocked'), 'kept'), 'a file where the folder should be');
  await assert.rejects(store.put(key, Buffer.from('x')), {
    code: 'attachment.unreachable',
    retry: true,
  });
  assert.deepEqual(readdirSync(path.join(at('blocked'), 'incoming')), []);
});
