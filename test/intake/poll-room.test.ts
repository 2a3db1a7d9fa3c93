// Sessions of long polls when all places are taken: a new session gets a place, and the network
// that holds the most loses one.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import type { FramesResponse } from '@opportune/protocol/frames-visitor.ts';
import { hello } from './browser-socket.test-support.ts';
import { firefox, shopOrigin, startCollect, type TestCollect } from './collect.test-support.ts';

const most = 100;
let server: TestCollect;
beforeEach(async () => {
  const budgets = { places: { 'polls.process': most } };
  server = await startCollect({ budgets, proxies: ['127.0.0.1'] });
});
afterEach(() => server.close());

interface Answer {
  readonly status: number;
  readonly body: FramesResponse & { readonly code?: string };
}

async function post(address: string, body: object): Promise<Answer> {
  const response = await fetch(`${server.url}/v1/frames`, {
    method: 'POST',
    headers: { origin: shopOrigin, 'user-agent': firefox, 'x-forwarded-for': address },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Answer['body'] };
}

/** The name of a session that began at this address. */
async function begin(address: string): Promise<string> {
  const { status, body } = await post(address, { frames: [hello(server)] });
  assert.equal(status, 200, JSON.stringify(body));
  return body.session;
}

async function isThere(address: string, session: string): Promise<boolean> {
  return (await post(address, { session, frames: [] })).status === 200;
}

test('[I10] a flood of sessions makes way for itself, and everybody else stays', async () => {
  const others: (readonly [string, string])[] = [];
  for (let n = 0; n < 10; n++) {
    const address = `198.51.${n}.7`;
    others.push([address, await begin(address)]);
  }
  const flood = (n: number): string => `2001:db8:1:${n.toString(16)}::1`;
  const first = await begin(flood(0));
  for (let n = 1; n < 2 * most; n++) await begin(flood(n));
  assert.equal(server.collect.connected.polls, most);
  assert.equal(await isThere(flood(0), first), false);
  const newcomer = await begin('192.0.2.1');
  for (const [address, session] of [...others, ['192.0.2.1', newcomer] as const])
    assert.ok(await isThere(address, session), address);
});

test('[I10] the network that holds the most keeps sessions in which a browser waits', async () => {
  const waits = await begin('192.0.2.1');
  const waiting = post('192.0.2.1', { session: waits, frames: [], wait: 20_000 });
  const rests = await begin('192.0.2.2');
  for (let n = 2; n < most; n++) await begin(`192.0.2.${n + 1}`);
  const newcomer = await begin('198.51.100.1');
  assert.equal(await isThere('192.0.2.2', rests), false);
  assert.ok(await isThere('198.51.100.1', newcomer));
  // A later waiting poll answers the one before.
  await post('192.0.2.1', { session: waits, frames: [], wait: 1 });
  assert.equal((await waiting).status, 200);
});

test('[I10] a session that ends for another tells the browser that waits in it', async () => {
  const waiting: Promise<Answer>[] = [];
  for (let n = 0; n < most; n++) {
    const session = await begin('192.0.2.1');
    waiting.push(post('192.0.2.1', { session, frames: [], wait: 20_000 }));
  }
  await begin('198.51.100.1');
  const { status, body } = await Promise.race(waiting);
  assert.deepEqual([status, body.code], [503, 'server.overloaded']);
  assert.equal(server.collect.connected.polls, most);
});
