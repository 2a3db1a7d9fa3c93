// What a system posts to its channel, over real HTTP: what is stored, what is refused and why. A
// system cannot use another account's channel.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { HeldBytes } from '@opportune/core/bounds/held-bytes.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { rateBudgets } from '@opportune/protocol/budgets.ts';
import { customLimits, deliveryLimits } from '@opportune/protocol/limits/channels.ts';
import { type Api, startApi } from '../../../test/support/api.test-support.ts';
import { openMemoryBudgets } from '../adapter/budgets-memory.ts';
import { EngineError } from '../adapter/engine-error.ts';
import { testLog } from '../adapter/engines.test-support.ts';
import { refuse } from '../http/problem/refusal.ts';
import { requestBounded } from '../http/outbound/bounded-request.ts';
import { openTurns } from '../http/turns.ts';
import { keyOf, signedHeaders } from '../http/signed/standard-webhooks.ts';
import { testEmailParts } from './email/email-parts.test-support.ts';
import { createKinds } from './kinds.ts';
import { createOpenChannels } from './open-channels.ts';
import type { Received } from './inbox/seams.ts';
import { serveWebhooks } from './webhooks.ts';

let api: Api;
const kept: (Received & { readonly account: AccountId })[] = [];
let away: Error | null = null;
let address = '192.0.2.1';
before(async () => {
  api = await startApi();
  const { records, clock, sealing } = api;
  const kinds = createKinds({
    reach: (request) => requestBounded(request, () => false),
    helpWords: async () => '',
    clock,
    email: testEmailParts(async () => ({ configured: false, send: async () => {} })),
  });
  serveWebhooks(
    {
      ...{
        clock,
        log: testLog(),
        turns: openTurns(),
        budgets: openMemoryBudgets({ now: () => 0 }),
      },
      clientAddress: () => address,
      publicUrl: () => api.url,
      arriving: new HeldBytes(1024 * 1024),
      channels: createOpenChannels({
        ...{ records, sealing, kinds, publicUrl: () => api.url },
        pocket: { of: () => null },
      }),
      async keep(account, received) {
        if (away !== null) throw away;
        kept.push(...received.map((each) => ({ ...each, account })));
      },
      answerCall: async () => ({ status: 200, contentType: 'text/xml', body: '<Response/>' }),
    },
    api.http,
  );
});
after(() => api.close());

interface System {
  readonly id: string;
  post(
    body: unknown,
    how?: { readonly way?: string; readonly secret?: string; readonly at?: number },
  ): Promise<{
    readonly status: number;
    readonly body: { readonly code?: string; readonly path?: string };
    readonly retryAfter: string | null;
  }>;
}

async function newSystem(): Promise<System> {
  const owner = await api.newAccount();
  const draft = { kind: 'custom', name: 'ERP', deliverTo: 'https://erp.aldermoor.example/in' };
  const { id, webhookUrl, secret } = (await owner.call('POST', '/channels', draft)).body;
  return {
    id,
    async post(body, { way = 'messages', secret: other = secret, at = api.clock.now() } = {}) {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      const key = keyOf(other);
      assert.ok(key);
      const headers = { ...signedHeaders([key], 'msg_1', text, at) };
      const url = webhookUrl.replace(/messages$/, way);
      const answer = await fetch(url, { method: 'POST', headers, body: text });
      const retryAfter = answer.headers.get('retry-after');
      return { status: answer.status, body: JSON.parse(await answer.text()), retryAfter };
    },
  };
}

const message = { id: 'm1', from: { address: 'ada', name: 'Ada' }, text: 'Where is my order?' };

describe('[CU3] what a system posts', () => {
  test('is stored before it is answered, only for its channel and account', async () => {
    const system = await newSystem();
    assert.equal((await system.post(message)).status, 202);
    const [found] = kept.filter(({ channel }) => channel === system.id);
    assert.ok(found?.item.type === 'message');
    assert.deepEqual(
      [found.item.key, found.item.address, found.item.from.name, found.item.content.text],
      ['message:m1', 'ada', 'Ada', 'Where is my order?'],
    );
    assert.ok(found.raw.includes('Where is my order?'), 'the raw body is kept');
  });

  test('may be receipts and typing', async () => {
    const system = await newSystem();
    const receipt = { id: 'd1', address: 'ada', state: 'read' };
    assert.equal((await system.post(receipt, { way: 'receipts' })).status, 202);
    const typing = { from: { address: 'ada' } };
    assert.equal((await system.post(typing, { way: 'typing' })).status, 202);
    const types = kept.filter(({ channel }) => channel === system.id).map(({ item }) => item.type);
    assert.deepEqual(types, ['receipt', 'typing']);
  });

  test('is refused with the error, and nothing of it is stored', async () => {
    const system = await newSystem();
    const other = await newSystem();
    const before = kept.length;
    const refused = async (given: Parameters<System['post']>, status: number, code: string) => {
      const answer = await system.post(...given);
      assert.deepEqual([answer.status, answer.body.code], [status, code]);
      return answer.body.path;
    };
    const strange = 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=';
    await refused([message, { secret: strange }], 401, 'channel.signature');
    await refused([message, { at: api.clock.now() - 301_000 }], 401, 'channel.replayed');
    await refused(['no JSON'], 422, 'request.invalid');
    assert.equal(await refused([{ ...message, from: {} }], 422, 'request.invalid'), 'from.address');
    await refused([message, { way: 'reactions' }], 400, 'request.malformed');
    const long = 'x'.repeat(customLimits.bodyBytes);
    await refused([{ ...message, text: long }], 413, 'request.too_large');
    assert.notEqual(other.id, system.id);
    assert.equal(kept.length, before);
  });

  test('must be sent again if it could not be stored', async () => {
    const system = await newSystem();
    away = new Error('the store is away');
    assert.equal((await system.post(message)).status, 500);
    away = new EngineError('engine.unavailable');
    const { status, body, retryAfter } = await system.post(message);
    assert.deepEqual([status, body.code], [503, 'engine.unavailable']);
    assert.ok(Number(retryAfter) > 0, 'its provider is told when to try again');
    away = refuse('rate.key', { retryAfterMs: deliveryLimits.fullMs });
    const refused = await system.post(message);
    assert.deepEqual([refused.status, refused.body.code], [429, 'rate.key']);
    away = null;
    assert.equal((await system.post(message)).status, 202);
  });

  test('without its signature is held up after some, and with it is not', async () => {
    address = '192.0.2.2';
    const system = await newSystem();
    const { burst } = rateBudgets['lookups.address'];
    for (let at = 0; at <= burst; at += 1) assert.equal((await system.post(message)).status, 202);
    const secret = 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=';
    for (let at = 0; at < burst; at += 1)
      assert.equal((await system.post(message, { secret })).status, 401);
    assert.equal((await system.post(message, { secret })).body.code, 'rate.address');
    address = '192.0.2.1';
  });

  test('to no channel is refused, and trying many is held up', async () => {
    const answers = [];
    for (let at = 0; at < 220; at++)
      answers.push(
        (await fetch(`${api.url}/v1/channels/c_${at}/messages`, { method: 'POST' })).status,
      );
    assert.equal(answers[0], 404);
    assert.equal(answers.at(-1), 429);
    assert.equal(
      (await fetch(`${api.url}/v1/channels/web/messages`, { method: 'POST' })).status,
      429,
    );
  });
});
