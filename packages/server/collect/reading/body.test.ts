import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { intakeLimits } from '@opportune/protocol/limits/intake.ts';
import { statedBytes, unpackBody } from './body.ts';

const packed = (bytes: Buffer) => ({ bytes, gzip: true });

test('[I18] the declared size of a body is checked, if it is too small and if there are several parts', async () => {
  const small = gzipSync('x'.repeat(1000));
  assert.equal(statedBytes(packed(small)), 1000);
  const large = gzipSync(Buffer.alloc(intakeLimits.requestSizeBytes + 1));
  large.writeUInt32LE(10, large.length - 4);
  const lying = await unpackBody(packed(large));
  assert.equal(lying.ok || lying.problem.code, 'request.too_large');
  const parts = Buffer.concat([small, gzipSync('yy')]);
  assert.equal(statedBytes(packed(parts)), 2);
  const whole = await unpackBody(packed(parts));
  assert.equal(whole.ok && whole.value.length, 1002);
});

test('bytes that are not gzip are malformed, however they end', async () => {
  const unpacked = await unpackBody(packed(Buffer.from('not packed at all, and long enough')));
  assert.equal(unpacked.ok || unpacked.problem.code, 'request.malformed');
});
