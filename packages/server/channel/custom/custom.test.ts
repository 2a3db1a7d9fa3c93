// The kind *custom* keeps the contract of channels. It adds signatures by the convention, forbidden
// delivery addresses, and the meaning of a system's answers.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { channelContract } from '@opportune/core/contracts/channel.contract.ts';
import type { NotSent, SendOrder } from '@opportune/core/ports/channel.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import { signingLimits } from '@opportune/protocol/limits/channels.ts';
import { storableJson } from '@opportune/protocol/text.ts';
import { requestBounded } from '../../http/outbound/bounded-request.ts';
import { isPublicAddress } from '../../http/outbound/public-address.ts';
import { createCustomKind } from './custom-channel.ts';
import type { Reach } from '../reach.ts';
import { customItem, readCustom } from './custom-items.ts';
import { alone, keysAt, renewed } from '../../http/signed/overlapping-secrets.ts';
import { startCustomTwin } from './custom-twin.test-support.ts';
import {
  keyOf,
  newSecret,
  signedHeaders,
  verifySigned,
} from '../../http/signed/standard-webhooks.ts';

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

  test('[CU1] are those of Standard Webhooks, in both directions', () => {
    assert.ok(published.key);
    const { headers, body } = published;
    const id = headers['webhook-id'];
    assert.deepEqual(signedHeaders([published.key], id, body, signedAt + 999), headers);
    assert.deepEqual(verifySigned([published.key], headers, Buffer.from(body), signedAt), { id });
  });

  test('[CU1] are accepted by the library of the convention, and its signatures are accepted here', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.json(), (id, body) => {
        const secret = newSecret();
        const key = keyOf(secret);
        assert.ok(key);
        const library = new Webhook(secret);
        // The library uses the clock of the machine only.
        const now = Date.now();
        assert.deepEqual(
          library.verify(body, { ...signedHeaders([key], id, body, now) }),
          JSON.parse(body),
        );
        const headers = {
          'webhook-id': id,
          'webhook-timestamp': String(Math.floor(now / 1000)),
          'webhook-signature': library.sign(id, new Date(now), body),
        };
        assert.deepEqual(verifySigned([key], headers, Buffer.from(body), now), { id });
      }),
    );
  });

  test('[CU1] are enough if one of them is valid', () => {
    assert.ok(published.key);
    const { headers, body } = published;
    const given = {
      ...headers,
      'webhook-signature': `v1a,AA v1,AAAA ${headers['webhook-signature']}`,
    };
    assert.deepEqual(verifySigned([published.key], given, Buffer.from(body), signedAt), {
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
      const found = verifySigned([published.key], headers, Buffer.from(body), signedAt + awayMs);
      assert.deepEqual(found, wanted);
    }
  });

  test('[CU1] do not let a dot move from the id to the time', () => {
    const signed = signedHeaders([key], 'a.1', '', 2000);
    assert.equal(verifySigned([key], { ...signed }, Buffer.alloc(0), 2000), 'signature');
  });

  test('[CU1] are made with a secret of at least 24 bytes', () => {
    assert.ok(keyOf(newSecret()));
    for (const secret of ['', 'whsec_', `whsec_${Buffer.alloc(23).toString('base64')}`, 'AAAA'])
      assert.equal(keyOf(secret), null);
  });
});

describe('a new secret', () => {
  const dayMs = signingLimits.formerSecretMs;
  const at = clock.now();
  const first = newSecret();
  const { secret, text, formerUntil } = renewed(first, at);
  const settings = { deliverTo: 'https://erp.example/in', formerUntil };
  const signedBy = (by: string, now: number) =>
    signedHeaders(
      [keyOf(by)].filter((key) => key !== null),
      'm1',
      '{}',
      now,
    );
  const takes = (by: string, now: number, stored = { text, settings: settings as object }) =>
    verifySigned(
      keysAt(stored.text, stored.settings, now),
      { ...signedBy(by, now) },
      Buffer.from('{}'),
      now,
    ) !== 'signature';

  test('[CU10] is valid at once, and the former one for a day', () => {
    for (const [by, now, wanted] of [
      [secret, at, true],
      [first, at, true],
      [first, at + dayMs - 1, true],
      [first, at + dayMs, false],
      [secret, at + dayMs, true],
      [newSecret(), at, false],
    ] as const)
      assert.equal(takes(by, now), wanted);
  });

  test('[CU10] signs together with the former one, so that the library takes either', () => {
    const now = Date.now();
    const until = { formerUntil: now + dayMs };
    const headers = signedHeaders(keysAt(text, until, now), 'm1', '{}', now);
    for (const each of [secret, first])
      assert.deepEqual(new Webhook(each).verify('{}', { ...headers }), {});
    const later = signedHeaders(keysAt(text, { formerUntil: now }, now), 'm1', '{}', now);
    assert.deepEqual(new Webhook(secret).verify('{}', { ...later }), {});
    assert.throws(() => new Webhook(first).verify('{}', { ...later }));
  });

  test('[CU10] renewed again ends the one before the former, and all but the newest can be ended', () => {
    const third = renewed(text, at);
    const stored = { text: third.text, settings: { formerUntil: third.formerUntil } };
    assert.deepEqual(
      [third.secret, secret, first].map((by) => takes(by, at, stored)),
      [true, true, false],
    );
    const ended = alone(third.text);
    assert.deepEqual([ended.text, ended.formerUntil], [third.secret, null]);
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

test('[CU3] a message can be stored whatever texts it contains', () => {
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

describe('messages are delivered', () => {
  for (const host of ['127.0.0.1', '[::1]', '10.0.0.5', '169.254.169.254', '[fd00::1]', '0.0.0.0'])
    test(`[CU4] not to ${host}, by address`, async () => {
      const outcome = await sendTo(`http://${host}:9/`, publicOnly);
      assert.ok(outcome.type === 'refused' && outcome.reason === 'address-forbidden');
    });

  test('[CU4] not to a name that resolves to a private address', async () => {
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
