// The started product is killed with `kill -9` at random instants while it reads a mailbox by IMAP, at a
// real Dovecot. Afterwards each letter is there once. OPPORTUNE_SEED replays the instants.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { testDataFolder } from '@opportune/server/adapter/engines.test-support.ts';
import { until } from '@opportune/server/adapter/process/processes.test-support.ts';
import {
  type Dovecot,
  imapPassword,
  startDovecot,
  withoutDovecot,
} from '@opportune/server/channel/email/connection/dovecot.test-support.ts';
import type { Conversation, Message } from '@opportune/protocol/conversation/conversation.ts';
import { type Product, startProduct } from '../e2e/product.test-support.ts';
import { rounds } from '../support/proof-size.test-support.ts';

const kills = rounds({ usual: 2, full: 20 });
const seed = Number(process.env['OPPORTUNE_SEED'] ?? Date.now() % 1_000_000);
const address = 'help@aldermoor.example';
const senders = ['ada', 'bea', 'cem'];
/** Letters may wait for a lease of a killed server, and for the next look at the mailbox. */
const peaceMs = 180_000;

const folder = testDataFolder();
let dovecot: Dovecot;
let product: Product;
let channel = '';
let state = seed;
const random = (): number => {
  state = (state * 48_271 + 1) % 2_147_483_647;
  return state / 2_147_483_647;
};

const start = (port = 0): Promise<Product> =>
  startProduct({
    ...{ apart: true, dataFolder: folder.path, demo: false, port },
    environment: { OPPORTUNE_ALLOW_PRIVATE_DELIVERY: 'on' },
  });

before(async () => {
  if (withoutDovecot !== false) return;
  dovecot = await startDovecot();
  product = await start();
  const server = { host: '127.0.0.1', security: 'none', user: 'help' };
  const settings = {
    address,
    imap: { ...server, port: dovecot.port, password: imapPassword },
    smtp: { ...server, port: 9, password: 'x' },
  };
  ({ id: channel } = await product.call<{ id: string }>('POST', '/channels', {
    ...{ kind: 'email', name: 'Help', settings },
  }));
});
after(async () => {
  await product?.close();
  await dovecot?.stop();
  folder.remove();
});

/** Letters of one sender are one thread, and so one conversation. */
function letterOf(sender: string, text: string): string {
  const root = `<root-${sender}@example.com>`;
  return [
    `From: ${sender} <${sender}@example.com>`,
    `To: ${address}`,
    'Subject: Where is it?',
    `Message-ID: <${randomUUID()}@example.com>`,
    `In-Reply-To: ${root}`,
    `References: ${root}`,
    '',
    text,
    '',
  ].join('\r\n');
}

async function received(): Promise<string[]> {
  const { items } = await product.call<{ items: Conversation[] }>(
    'GET',
    `/conversations?channel=${channel}`,
  );
  const texts: string[] = [];
  for (const { id } of items)
    for (let last = 0; ;) {
      const page = await product.call<{ messages: Message[] }>(
        'GET',
        `/conversations/${id}/messages?after=${last}`,
      );
      const [newest] = page.messages.slice(-1);
      if (newest === undefined) break;
      last = newest.sequence;
      for (const { author, body } of page.messages)
        if (author.type === 'visitor' && body.type === 'text') texts.push(body.text.trim());
    }
  return texts;
}

test(
  `[EM33] ${kills} rounds of kill -9 while a mailbox is read lose no letter and double none, seed ${seed}`,
  { timeout: 1_800_000, skip: withoutDovecot },
  async (t) => {
    const port = Number(new URL(product.url).port);
    // Only what arrives after the mailbox was first looked at is fetched.
    let probes = 0;
    await until('the mailbox is read', async () => {
      await dovecot.deliver('help', letterOf('probe', `probe ${probes++}`));
      await wait(1000);
      return (await received()).length > 0;
    });
    const sent: string[] = [];
    let isOver = false;
    const writing = senders.map(async (sender) => {
      while (!isOver) {
        const text = `letter ${sent.length} of ${sender}`;
        sent.push(text);
        await dovecot.deliver('help', letterOf(sender, text));
        await wait(20 + random() * 200);
      }
    });
    for (let round = 0; round < kills; round += 1) {
      await wait(500 + random() * 1500);
      process.kill(product.pid, 'SIGKILL');
      await product.close();
      product = await start(port);
    }
    await wait(500);
    isOver = true;
    await Promise.all(writing);
    const overAt = Date.now();
    const ours = async () => (await received()).filter((text) => text.startsWith('letter '));
    await until('all are there', async () => (await ours()).length >= sent.length, peaceMs);
    t.diagnostic(`${sent.length} letters, all there ${Date.now() - overAt} ms after the last`);
    // What is doubled would come at once: the mailbox is looked at again.
    await dovecot.deliver('help', letterOf('probe', 'the last'));
    await until('the last is there', async () => (await received()).includes('the last'), peaceMs);
    assert.deepEqual((await ours()).toSorted(), sent.toSorted(), `seed ${seed}`);
    assert.ok(sent.length > kills * 3, 'too little happened');
  },
);
