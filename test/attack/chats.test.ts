// One address begins conversations and leaves messages as fast as it can, against the started
// product. Meanwhile others begin theirs, and so does a real browser at the attacking address,
// which must solve a proof of work.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { WebSocket } from 'ws';
import { rateBudgets } from '@opportune/protocol/budgets.ts';
import type { ServerFrame } from '@opportune/protocol/frames-visitor.ts';
import { conversationLimits } from '@opportune/protocol/limits/conversations.ts';
import {
  administrator,
  eventually,
  newPerson,
  type Product,
  startWithBrowser,
} from '../e2e/product.test-support.ts';
import { comeToWork, type SocketAgent } from '../e2e/socket-agent.test-support.ts';
import {
  beginConversation,
  besideProxy,
  type Shop,
} from '../support/talking-visitors.test-support.ts';

const attackers = 520;
const letters = 300;
const userAgent = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

let product: Product;
let browser: Browser;
let agent: SocketAgent;
let shop: Shop;

before(async () => {
  [product, browser] = await startWithBrowser({ apart: true, ...besideProxy });
  const routing = await product.call<object>('GET', '/routing');
  await product.call('PUT', '/routing', { ...routing, mode: 'pick' });
  agent = await comeToWork(product, administrator);
  agent.send({ type: 'agent.state', state: 'online' });
  await eventually(
    () => Promise.resolve(agent.received),
    (frames) =>
      frames.some((each) => each.type === 'agent.changed' && each.agent.state === 'online'),
  );
  const { items } = await product.call<{ items: { writeKey: string; origins: string[] }[] }>(
    'GET',
    '/sites',
  );
  shop = { url: product.url, key: items[0]?.writeKey ?? '', origin: items[0]?.origins[0] ?? '' };
});
after(async () => {
  agent.close();
  await browser.close();
  await product.close();
});

/** Sends one frame as a new visitor from this machine's own address. Resolves with the result. */
async function attack(frame: object): Promise<string> {
  const { url, key, origin } = shop;
  const socket = new WebSocket(`${url.replace('http', 'ws')}/v1/socket`, {
    origin,
    headers: { 'user-agent': userAgent },
  });
  await once(socket, 'open');
  const page = { url: `${origin}/`, path: '/', search: '', title: 'Shop', referrer: '' };
  const view = { pageView: randomUUID(), page, language: 'en', timeZone: 'UTC' };
  const hello = { type: 'hello', version: 1, key, visitor: randomUUID(), fresh: true, ...view };
  socket.send(JSON.stringify({ ...hello, viewportWidth: 1280 }));
  return new Promise<string>((resolve, reject) => {
    socket.on('error', reject);
    socket.on('close', (code, reason) => reject(new Error(`closed: ${code} ${String(reason)}`)));
    socket.on('message', (data) => {
      const heard = JSON.parse(String(data)) as ServerFrame;
      if (heard.type === 'welcome') socket.send(JSON.stringify(frame));
      if (heard.type === 'chat.refused') resolve(heard.problem.code);
      if (heard.type === 'chat.state') resolve('stored');
    });
  });
}

function counted(answers: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const answer of answers) counts[answer] = (counts[answer] ?? 0) + 1;
  return counts;
}

test('[CA1] [CA2] 520 starts from one address leave room in the queue for others, and a browser there gets in by proof of work', async () => {
  const begunAt = performance.now();
  const starts = Array.from({ length: attackers }, () =>
    attack({ type: 'chat.start', request: randomUUID() }),
  );
  const { stored = 0, ...refused } = counted(await Promise.all(starts));
  assert.deepEqual(refused, { 'proof.required': attackers - stored });
  const { burst, perSecond } = rateBudgets['chats.address'];
  const seconds = (performance.now() - begunAt) / 1000;
  assert.ok(stored <= burst + seconds * perSecond, `${stored} began without work`);
  assert.ok(stored >= conversationLimits.waitingWithoutProof);

  const other = await beginConversation(shop, '198.51.100.7');
  assert.notEqual(other.conversation, '');
  other.socket.terminate();

  const page = await newPerson(browser);
  const chunks: string[] = [];
  page.on('request', (request) => {
    if (/\/tag\/proof\./.test(request.url())) chunks.push(request.url());
  });
  await page.goto(product.shopUrl);
  await page.getByRole('button', { name: 'Ask us' }).click();
  await page.getByRole('textbox', { name: /question|message/i }).fill('Is the fern lamp dimmable?');
  await page
    .getByRole('button', { name: /send|start/i })
    .last()
    .click();
  await page
    .getByText(/in line|waiting|will be with you/i)
    .first()
    .waitFor();
  const { items } = await eventually(
    () => product.call<{ items: { lastText: string; status: string }[] }>('GET', '/conversations'),
    (all) => all.items.some(({ lastText }) => lastText === 'Is the fern lamp dimmable?'),
  );
  const begun = items.find(({ lastText }) => lastText === 'Is the fern lamp dimmable?');
  assert.equal(begun?.status, 'waiting');
  assert.equal(chunks.length, 1);
  await page.context().close();
});

test('[CA5] 300 messages left from one address cost proof of work from the twentieth on, and others can leave theirs', async () => {
  const leave = () => ({
    type: 'chat.leave',
    request: randomUUID(),
    address: 'bo@example.com',
    message: { id: randomUUID(), text: 'Where is it?' },
  });
  const answers = counted(
    await Promise.all(Array.from({ length: letters }, () => attack(leave()))),
  );
  const { stored = 0, ...refused } = answers;
  assert.deepEqual(refused, { 'proof.required': letters - stored });
  assert.ok(stored >= rateBudgets['messages-left.address'].burst);
  assert.ok(stored <= rateBudgets['messages-left.address'].burst + 5, `${stored} were stored`);
});
