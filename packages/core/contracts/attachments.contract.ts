// The contract of every store of files, run on every adapter. The opener gives a store in which
// nobody else uses the keys.
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { AttachmentKey } from '@opportune/protocol/conversation/attachment.ts';
import type { AttachmentStore } from '../ports/attachments.ts';

export interface AttachmentStoreSubject {
  readonly store: AttachmentStore;
}

const freshKey = (): AttachmentKey => AttachmentKey.parse(`account/${randomUUID()}`);

/** Everything under a key. Null if there is nothing. */
export async function readWhole(store: AttachmentStore, key: AttachmentKey) {
  const found = await store.get(key);
  if (found === null) return null;
  const parts: Uint8Array[] = [];
  for await (const part of found.content) parts.push(part);
  const whole = Buffer.concat(parts);
  assert.equal(found.sizeBytes, whole.length, 'the size is told before the bytes');
  return whole;
}

/** Registers the suite. `subject` is called once the tests run. */
export function attachmentStoreContract(name: string, subject: () => AttachmentStoreSubject): void {
  const check = (title: string, run: (store: AttachmentStore) => Promise<void>) =>
    test(`${name}: ${title}`, () => run(subject().store));

  check('[AT1] get returns what was put, byte for byte, for any bytes', async (store) => {
    const all = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    for (const bytes of [all, Buffer.from('%PDF-'), randomBytes(3 * 1024 * 1024)]) {
      const key = freshKey();
      await store.put(key, bytes);
      assert.deepEqual(await readWhole(store, key), bytes);
    }
  });

  check('[AT1] what was never put is not there', async (store) => {
    assert.equal(await store.get(freshKey()), null);
  });

  check('[AT1] the same key again is replaced as a whole', async (store) => {
    const key = freshKey();
    await store.put(key, Buffer.from('the first, which is longer'));
    await store.put(key, Buffer.from('the second'));
    assert.equal(String(await readWhole(store, key)), 'the second');
  });

  check('[AT1] each of many concurrent puts keeps its own', async (store) => {
    const keys = Array.from({ length: 12 }, freshKey);
    await Promise.all(keys.map((key) => store.put(key, Buffer.from(key))));
    const read = await Promise.all(keys.map((key) => readWhole(store, key)));
    assert.deepEqual(read.map(String), keys);
  });

  check('[AT1] concurrent puts of one key leave one of them whole', async (store) => {
    const key = freshKey();
    const texts = Array.from({ length: 8 }, (_, at) => `${at}`.repeat(50_000 + at));
    await Promise.all(texts.map((text) => store.put(key, Buffer.from(text))));
    assert.ok(texts.includes(String(await readWhole(store, key))));
  });

  check(
    '[AT1] what was removed is gone, also if removed twice, and nothing else is',
    async (store) => {
      const [key, other] = [freshKey(), freshKey()];
      await store.put(key, Buffer.from('gone'));
      await store.put(other, Buffer.from('stays'));
      await store.remove(key);
      await store.remove(key);
      assert.equal(await store.get(key), null);
      assert.equal(String(await readWhole(store, other)), 'stays');
    },
  );

  check('[AT1] a reader may stop early', async (store) => {
    const key = freshKey();
    await store.put(key, randomBytes(2 * 1024 * 1024));
    const found = await store.get(key);
    assert.ok(found !== null);
    for await (const part of found.content) {
      assert.ok(part.length > 0);
      break;
    }
    assert.equal((await readWhole(store, key))?.length, 2 * 1024 * 1024);
  });
}
