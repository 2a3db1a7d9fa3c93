// The started product is killed with `kill -9` while a caller leaves a message. What they had said is a
// message after the next start.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { until } from '@opportune/server/adapter/process/processes.test-support.ts';
import { testDataFolder } from '@opportune/server/adapter/engines.test-support.ts';
import type { Conversation, Message } from '@opportune/protocol/conversation/conversation.ts';
import { type Product, startProduct } from '../e2e/product.test-support.ts';
import { type CarrierTwin, startCarrierTwin } from '../twins/carrier-twin.test-support.ts';

const folder = testDataFolder();
const from = '+4915100000001';
let carrier: CarrierTwin;
let product: Product;

const start = (port = 0): Promise<Product> =>
  startProduct({
    ...{ apart: true, demo: false, dataFolder: folder.path, port },
    environment: { OPPORTUNE_ALLOW_PRIVATE_DELIVERY: 'on' },
  });

before(async () => {
  carrier = await startCarrierTwin();
  product = await start();
});
after(async () => {
  await product?.close();
  await carrier?.stop();
  folder.remove();
});

async function sounds(): Promise<readonly (number | undefined)[]> {
  const { items } = await product.call<{ items: Conversation[] }>('GET', '/conversations');
  const [found] = items.filter(({ address }) => address === from);
  if (found === undefined) return [];
  const path = `/conversations/${found.id}/messages`;
  const { messages } = await product.call<{ messages: Message[] }>('GET', path);
  return messages.flatMap(({ body }) =>
    body.type === 'text' && body.content?.type === 'attachment'
      ? [body.content.sound?.durationMs]
      : [],
  );
}

test('[CX38.4] what a caller had said is a message after kill -9, once', async () => {
  const { number, accountSid, authToken, base: apiBase } = carrier;
  const settings = { number, accountSid, authToken, apiBase, voicemail: 'on' };
  const draft = { kind: 'telephone', name: 'Hotline', settings };
  const channel = await product.call<{ id: string }>('POST', '/channels', draft);
  await product.call('POST', `/channels/${channel.id}/check`);
  const call = carrier.call(from);
  call.over.catch(() => undefined);
  await call.streaming;
  await until('they hear the tone', () => call.hears(1000));
  // More than a piece of what is stored.
  await new Promise((resolve) => setTimeout(resolve, 6000));
  process.kill(product.pid, 'SIGKILL');
  await product.close();
  const port = Number(new URL(product.url).port);
  product = await start(port);
  await until('the message is there', async () => (await sounds()).length > 0);
  const [durationMs = 0, ...others] = await sounds();
  assert.ok(durationMs >= 1000, `${durationMs}`);
  assert.deepEqual(others, []);
  process.kill(product.pid, 'SIGKILL');
  await product.close();
  product = await start(port);
  assert.equal((await sounds()).length, 1);
});
