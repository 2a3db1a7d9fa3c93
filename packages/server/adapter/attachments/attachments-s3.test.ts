// The store of files in a bucket, against an S3-compatible server that checks signatures.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  attachmentStoreContract,
  readWhole,
} from '@opportune/core/contracts/attachments.contract.ts';
import { AttachmentKey } from '@opportune/protocol/conversation/attachment.ts';
import { openAttachmentsS3 } from './attachments-s3.ts';
import { startBucket, type TestBucket } from './s3-server.test-support.ts';

let bucket: TestBucket;
before(async () => {
  bucket = await startBucket();
});
after(() => bucket.stop());

attachmentStoreContract('S3', () => ({ store: openAttachmentsS3(bucket.options) }));

const key = AttachmentKey.parse('account/one');
const unreachable = { code: 'attachment.unreachable', retry: true };

test('[AT2] a wrong secret is refused by the server, and the refusal does not contain it', async () => {
  const store = openAttachmentsS3({ ...bucket.options, secret: 'not-the-secret' });
  const right = openAttachmentsS3(bucket.options);
  await right.put(key, Buffer.from('kept'));
  await assert.rejects(store.put(key, Buffer.from('changed')), (error: Error) => {
    assert.equal(Reflect.get(error, 'code'), unreachable.code);
    assert.match(error.message, /403 SignatureDoesNotMatch/);
    assert.doesNotMatch(error.message, /not-the-secret|S3RVER/);
    return true;
  });
  await assert.rejects(store.get(key), unreachable);
  assert.equal(String(await readWhole(right, key)), 'kept');
});

test('[AT2] a missing bucket is not reported as a missing file', async () => {
  const url = bucket.options.url.replace('/files/', '/others/');
  const store = openAttachmentsS3({ ...bucket.options, url });
  await assert.rejects(store.get(key), unreachable);
  await assert.rejects(store.put(key, Buffer.from('x')), unreachable);
});

test('[AT2] an unreachable server is reported, and may be asked again', async () => {
  const gone = await startBucket();
  await gone.stop();
  const store = openAttachmentsS3(gone.options);
  await assert.rejects(store.put(key, Buffer.from('x')), unreachable);
  await assert.rejects(store.get(key), unreachable);
  await assert.rejects(store.remove(key), unreachable);
});
