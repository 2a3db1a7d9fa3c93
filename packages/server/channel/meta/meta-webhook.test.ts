// Requests of Meta: signatures with known answers, over the bytes as they were sent, and the
// handshake. The signatures were computed by `openssl dgst -sha256 -hmac`.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RawRequest, Verified } from '@opportune/core/ports/channel.ts';
import { metaSignature, verifyMeta } from './meta-webhook.ts';

const secrets = { appSecret: 'b0a1c9d8e7f65443322110ffeeddccbb', verifyToken: 'shop-verify' };
// As Meta writes it: nothing beyond ASCII, and slashes escaped.
const body = String.raw`{"object":"page","entry":[{"text":"Gr\u00fc\u00dfe \ud83d\udc4b https:\/\/shop.example\/1"}]}`;
const signature = 'sha256=bdde5fdf0b2a4ce28a6076e7ada79c57656e6b1f44eb73b32b26d7cf8c16521f';

function verified(change: Partial<RawRequest>, read: (entry: unknown) => unknown = () => null) {
  const request = {
    ...{ method: 'POST', url: 'https://talk.example/hook', query: {} },
    ...{ headers: { 'x-hub-signature-256': signature }, body: Buffer.from(body) },
    ...change,
  };
  return verifyMeta(request, secrets, 'page', (entry) => {
    read(entry);
    return [];
  });
}

const refused: Verified = { type: 'refused', why: 'signature' };

test('[MT1] a signature is that of the escaped bytes', () => {
  assert.equal(metaSignature(Buffer.from(body), secrets.appSecret), signature);
  const entries: unknown[] = [];
  assert.equal(verified({}, (entry) => entries.push(entry)).type, 'entries');
  assert.deepEqual(entries, [{ text: 'Grüße 👋 https://shop.example/1' }]);
});

test('[MT1] the same JSON written in another way is refused', () => {
  assert.deepEqual(verified({ body: Buffer.from(JSON.stringify(JSON.parse(body))) }), refused);
});

test('[MT1] a wrong or missing signature is refused before anything is parsed', () => {
  const broken = { body: Buffer.from('{') };
  for (const headers of [
    {},
    { 'x-hub-signature-256': '' },
    { 'x-hub-signature-256': signature.slice('sha256='.length) },
    { 'x-hub-signature-256': signature.replace('bdde', 'bddf') },
    { 'x-hub-signature-256': signature.toUpperCase() },
  ])
    assert.deepEqual(verified({ ...broken, headers }), refused);
});

test('[MT1] of another product is refused', () => {
  const other = Buffer.from('{"object":"instagram","entry":[]}');
  const headers = { 'x-hub-signature-256': metaSignature(other, secrets.appSecret) };
  assert.equal(verified({ body: other, headers }).type, 'refused');
});

test('[MT2] the handshake repeats the challenge for the right token alone', () => {
  const query = { 'hub.mode': 'subscribe', 'hub.challenge': '1158201444' };
  const asked = (token: string) =>
    verified({ method: 'GET', headers: {}, query: { ...query, 'hub.verify_token': token } });
  assert.deepEqual(asked('shop-verify'), {
    type: 'handshake',
    answer: { status: 200, contentType: 'text/plain', body: '1158201444' },
  });
  assert.deepEqual(asked('shop-verif'), refused);
  assert.deepEqual(verified({ method: 'GET', headers: {}, query }), refused);
});
