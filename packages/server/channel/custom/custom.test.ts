// The kind *custom* keeps the contract of channels, and what it adds: signatures by the convention,
// addresses that it does not deliver to, and what a system's answers mean.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { channelContract } from '@opportune/core/contracts/channel.contract.ts';
import type { NotSent, SendOrder } from '@opportune/core/ports/channel.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import { storableJson } from '@opportune/protocol/text.ts';
import { requestBounded } from '../../http/outbound/bounded-request.ts';
import { isPublicAddress } from '../../http/outbound/public-address.ts';
import { createCustomKind } from './custom-channel.ts';
import type { Reach } from '../reach.ts';
import { customItem, readCustom } from './custom-items.ts';
import { startCustomTwin } from './custom-twin.test-support.ts';
import { keyOf, newSecret, signedHeaders, verifySigned } from './standard-webhooks.ts';

const clock = { now: () => Date.UTC(2026, 10, 24, 12) };
const anywhere: Reach = (request) => requestBounded(request, () => true);
const publicOnly: Reach = (request) => requestBounded(request, isPublicAddress);
const key = Buffer.alloc(32, 7);
const account = AccountId.parse('a-1');

channelContract('custom', async () => {
  const provider = await startCustomTwin(key);
  const { stored } = provider;
  return {
    adapter: createCustomKind(anywhere, clock),
    stored,
    stranger: { ...stored, secret: newSecret() },
    provider,
    close: () => provider.stop(),
  };
});

describe('signatures', () => {
  // The example of the specification, github.com/standard-webhooks/standard-webhooks.
  const published = {
    key: keyOf('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'),
    headers: {
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    },
    body: '{"test": 2432232314}',
  };
  const signedAt = 1614265330_000;

  test('[CU1] are those of Standard Webhooks, both ways', () => {
    assert.ok(published.key);
    const { headers, body } = published;
    const id = headers['webhook-id'];
    assert.deepEqual(signedHeaders(published.key, id, body, signedAt + 999), headers);
    assert.deepEqual(verifySigned(published.key, headers, Buffer.from(body), signedAt), { id });
  });

  test('[CU1] are taken by the library of the convention, and those that it makes are taken here', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.json(), (id, body) => {
        const secret = newSecret();
        const key = keyOf(secret);
        assert.ok(key);
        const library = new Webhook(secret);
        // It knows no clock but that of the machine.
        const now = Date.now();
        assert.deepEqual(
          library.verify(body, { ...signedHeaders(key, id, body, now) }),
          JSON.parse(body),
        );
        const headers = {
          'webhook-id': id,
          'webhook-timestamp': String(Math.floor(now / 1000)),
          'webhook-signature': library.sign(id, new Date(now), body),
        };
        assert.deepEqual(verifySigned(key, headers, Buffer.from(body), now), { id });
      }),
    );
  });

  test('[CU1] of which one holds are enough', () => {
    assert.ok(published.key);
    const { headers, body } = published;
    const given = {
      ...headers,
      'webhook-signature': `v1a,AA v1,AAAA ${headers['webhook-signature']}`,
    };
    assert.deepEqual(verifySigned(published.key, given, Buffer.from(body), signedAt), {
      id: headers['webhook-id'],
    });
  });

  test('[CU1] are refused more than five minutes before or after they were made', () => {
    assert.ok(published.key);
    for (const [awayMs, wanted] of [
      [300_000, { id: published.headers['webhook-id'] }],
      [-300_000, { id: published.headers['webhook-id'] }],
      [300_001, 'replay'],
      [-300_001, 'replay'],
    ] as const) {
      const { headers, body } = published;
      const found = verifySigned(published.key, headers, Buffer.from(body), signedAt + awayMs);
      assert.deepEqual(found, wanted);
    }
  });

  test('[CU1] do not let a dot move from the id to the time', () => {
    const signed = signedHeaders(key, 'a.1', '', 2000);
    assert.equal(verifySigned(key, { ...signed }, Buffer.alloc(0), 2000), 'signature');
  });

  test('[CU1] are made with a secret of at least 24 bytes', () => {
    assert.ok(keyOf(newSecret()));
    for (const secret of ['', 'whsec_', `whsec_${Buffer.alloc(23).toString('base64')}`, 'AAAA'])
      assert.equal(keyOf(secret), null);
  });
});

const order: SendOrder = {
  ...{ address: 'ada', parts: [{ type: 'text', text: 'Hello' }], reference: 'd1' },
  ...{ answers: null, author: 'Bea', topic: null, withinMs: 5000, read: async () => null },
  around: async () => ({ business: '', language: 'en', asked: '', replyTo: null }),
};

function sendTo(deliverTo: string, reach: Reach) {
  const stored = { account, settings: { deliverTo }, secret: newSecret(), capabilities: null };
  const channel = createCustomKind(reach, clock).open(stored);
  assert.ok(channel);
  return channel.send(order);
}

test('[CU3] whatever texts are in a message, it can be stored', () => {
  const odd = 'a\u0000b\ud800c';
  const text = JSON.stringify({
    ...{ id: odd, from: { address: odd, name: odd, language: odd }, text: odd, choice: odd },
    ...{ replyTo: odd, attachments: [{ url: `https://files.example/${odd}`, name: odd }] },
  });
  assert.deepEqual(readCustom('messages', text), { ok: true });
  const item = customItem(JSON.stringify({ way: 'messages', signed: 'm', now: 0, text }));
  assert.equal(item?.type, 'message');
  assert.deepEqual(storableJson(item), item);
});

describe('where messages are delivered', () => {
  for (const host of ['127.0.0.1', '[::1]', '10.0.0.5', '169.254.169.254', '[fd00::1]', '0.0.0.0'])
    test(`[CU4] not to ${host}, by address`, async () => {
      const outcome = await sendTo(`http://${host}:9/`, publicOnly);
      assert.ok(outcome.type === 'refused' && outcome.reason === 'address-forbidden');
    });

  test('[CU4] not to a name that leads to a private address', async () => {
    const outcome = await sendTo('http://localhost:9/', publicOnly);
    assert.ok(outcome.type === 'refused' && outcome.reason === 'address-forbidden');
  });
});

describe('what an answer means', () => {
  const cases: readonly [number, Record<string, string>, NotSent['type'], string | null][] = [
    [301, { location: 'http://127.0.0.1:9/' }, 'unreachable', null],
    [400, {}, 'refused', 'not-taken'],
    [404, {}, 'unreachable', null],
    [410, {}, 'reconnect', null],
    [413, {}, 'refused', 'too-large'],
    [500, {}, 'unreachable', null],
    [503, {}, 'unreachable', null],
    [503, { 'retry-after': '3' }, 'rate', null],
  ];
  for (const [status, headers, type, reason] of cases)
    test(`[CU5] ${status} ${Object.keys(headers).join('')}`, async () => {
      const server = createServer((_, response) => response.writeHead(status, headers).end());
      await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
      const { port } = server.address() as AddressInfo;
      const outcome = await sendTo(`http://127.0.0.1:${port}/`, anywhere);
      await new Promise((closed) => server.close(closed));
      assert.equal(outcome.type, type);
      if (outcome.type === 'refused') assert.equal(outcome.reason, reason);
    });
});
