// A started server with little memory under a flood of new visitors from many addresses. It stays
// below its maximum, answers everybody else, and accepts new visitors again after the flood.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after, before, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { startProduct, type Product } from '../e2e/product.test-support.ts';

const MiB = 1024 * 1024;
const maximumMiB = 324;
/** The minimum. The flood continues until the server had to refuse or forget somebody. */
const floodMs = 8_000;
const longestFloodMs = 60_000;

let product: Product;
let key = '';
before(async () => {
  product = await startProduct({
    apart: true,
    demo: false,
    environment: {
      OPPORTUNE_MEMORY: String(maximumMiB),
      OPPORTUNE_TRUSTED_PROXIES: '127.0.0.1,::1',
    },
  });
  const site = await product.call<{ writeKey: string }>('POST', '/sites', {
    name: 'Shop',
    origins: ['https://shop.example'],
  });
  key = site.writeKey;
});
after(() => product.close());

/** Resident memory of the server, in bytes. */
function resident(): number {
  const pages = readFileSync(`/proc/${product.pid}/statm`, 'utf8').split(' ')[1];
  return Number(pages) * 4096;
}

async function figure(name: string): Promise<number> {
  const text = await (await fetch(`${product.url}/metrics`)).text();
  return Number(new RegExp(`^${name} (.*)$`, 'm').exec(text)?.[1]);
}

async function evictedOrRefused(): Promise<number> {
  const evicted = await figure('opportune_profiles_evicted_total');
  return evicted + (await figure('opportune_visitors_refused_total'));
}

/** One Segment batch of calls, each from a visitor of its own. Resolves with the status. */
async function batch(address: string, visitors: readonly string[]): Promise<number> {
  const calls = visitors.map((anonymousId) => ({
    type: 'track',
    event: 'Product Viewed',
    anonymousId,
    messageId: randomUUID(),
    properties: { product_id: 'p'.repeat(100), category: 'c'.repeat(100) },
  }));
  const response = await fetch(`${product.url}/v1/batch`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
    body: JSON.stringify({ writeKey: key, batch: calls }),
  });
  await response.arrayBuffer();
  return response.status;
}

function newIds(count: number): string[] {
  return Array.from({ length: count }, () => randomUUID());
}

async function flood(until: () => boolean): Promise<void> {
  for (let at = 0; !until(); at++) {
    const address = `10.${at % 250}.${Math.floor(Math.random() * 250)}.7`;
    await batch(address, newIds(200)).catch(() => 0);
  }
}

it('[OP9] [OP10] stays below its maximum under a flood of new visitors, and serves the others', async () => {
  const anna = randomUUID();
  assert.equal(await batch('192.0.2.1', [anna]), 200);
  const began = performance.now();
  let hadToAct = false;
  const isOver = (): boolean => performance.now() - began > (hadToAct ? floodMs : longestFloodMs);
  const floods = Promise.all([flood(isOver), flood(isOver), flood(isOver), flood(isOver)]);
  let most = 0;
  let slowestMs = 0;
  while (!isOver()) {
    const askedAt = performance.now();
    const { ok } = await fetch(`${product.url}/healthz`);
    assert.ok(ok);
    slowestMs = Math.max(slowestMs, performance.now() - askedAt);
    most = Math.max(most, resident());
    hadToAct ||= (await evictedOrRefused()) > 0;
    await wait(50);
  }
  await floods;
  assert.ok(most < maximumMiB * MiB, `${most / MiB} MiB resident`);
  assert.ok(hadToAct, 'the flood was too small to say anything');
  assert.ok((await figure('opportune_profile_bytes')) > 0);
  assert.ok(slowestMs < 3000, `${slowestMs} ms`);
  // After recovery, an earlier visitor continues and a new one is accepted.
  const late = performance.now() + 10_000;
  while ((await batch('192.0.2.2', [randomUUID()])) !== 200) assert.ok(performance.now() < late);
  assert.equal(await batch('192.0.2.1', [anna]), 200);
});
