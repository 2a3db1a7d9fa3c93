// The started product is killed with `kill -9` at random instants while letters arrive in a mailbox at a real
// IMAP server. Afterwards each letter is in its conversation, once and in order. OPPORTUNE_SEED replays the
// instants.
import assert from 'node:assert/strict';
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
import type { RevisedChannel } from '@opportune/protocol/rest/channel/channels.ts';
import { type Product, startProduct } from '../e2e/product.test-support.ts';
import { rounds } from '../support/proof-size.test-support.ts';

const kills = rounds({ usual: 2, full: 20 });
const seed = Number(process.env['OPPORTUNE_SEED'] ?? Date.now() % 1_000_000);
const writers = ['ada@example.com', 'bea@example.com', 'cem@example.com'];
const environment = { OPPORTUNE_ALLOW_PRIVATE_DELIVERY: 'on' };
const peaceMs = 120_000;

const folder = testDataFolder();
let product: Product;
let dovecot: Dovecot;
let state = seed;
const random = (): number => {
  state = (state * 48_271 + 1) % 2_147_483_647;
  return state / 2_147_483_647;
};

const start = (port = 0): Promise<Product> =>
  startProduct({ apart: true, dataFolder: folder.path, demo: false, port, environment });

before(async () => {
  if (withoutDovecot !== false) return;
  dovecot = await startDovecot();
  product = await start();
});
after(async () => {
  await product?.close();
  await dovecot?.stop();
  folder.remove();
});

function letterOf(from: string, text: string, number: number): string {
  const head = [
    `From: ${from}`,
    'To: help@aldermoor.example',
    `Message-ID: <${number}@example.com>`,
  ];
  return [...head, 'Subject: Kept', '', text, ''].join('\r\n');
}

test(
  `[EM33] ${kills} rounds of kill -9 while letters arrive, seed ${seed}`,
  { skip: withoutDovecot, timeout: 1_800_000 },
  async (t) => {
    const imap = { host: '127.0.0.1', port: dovecot.port, security: 'none', user: 'help' };
    const settings = {
      address: 'help@aldermoor.example',
      imap: { ...imap, password: imapPassword, folders: ['INBOX', 'Orders'] },
    };
    const draft = { kind: 'email', name: 'Support', settings };
    const { id } = await product.call<RevisedChannel>('POST', '/channels', draft);
    const written = new Map(writers.map((writer) => [writer, new Array<string>()]));
    let number = 0;
    let isOver = false;
    const heard = async (): Promise<ReadonlyMap<string, readonly string[]>> => {
      const { items } = await product.call<{ items: Conversation[] }>(
        'GET',
        `/conversations?channel=${id}`,
      );
      const texts = new Map<string, readonly string[]>();
      for (const { id: talk, address } of items) {
        const { messages } = await product.call<{ messages: Message[] }>(
          'GET',
          `/conversations/${talk}/messages`,
        );
        texts.set(
          address,
          messages.flatMap(({ author, body }) =>
            author.type === 'visitor' && body.type === 'text' ? [body.text] : [],
          ),
        );
      }
      return texts;
    };
    // Only what arrives after the mailbox was first looked at is fetched.
    await until('the mailbox is watched', async () => {
      await dovecot.deliver('help', letterOf('eve@example.com', 'first', (number += 1)));
      await wait(1000);
      return (await heard()).has('eve@example.com');
    });
    const writing = (async () => {
      while (!isOver) {
        const writer = writers[Math.floor(random() * writers.length)] ?? '';
        const text = `letter ${(number += 1)}`;
        written.get(writer)?.push(text);
        // Letters of one writer are in one folder: folders have no order among each other.
        const box = writer === writers[0] ? 'Orders' : 'INBOX';
        await dovecot.deliver('help', letterOf(writer, text, number), box);
        await wait(random() * 120);
      }
    })();
    for (let round = 0; round < kills; round += 1) {
      await wait(500 + random() * 1500);
      process.kill(product.pid, 'SIGKILL');
      const port = Number(new URL(product.url).port);
      await product.close();
      product = await start(port);
    }
    await wait(1000);
    isOver = true;
    await writing;
    const all = [...written.values()].reduce((sum, texts) => sum + texts.length, 0);
    const late = Date.now() + peaceMs;
    const count = async () =>
      writers.reduce((sum, writer) => sum + (heardNow.get(writer)?.length ?? 0), 0);
    let heardNow = await heard();
    while ((await count()) < all && Date.now() < late) {
      await wait(1000);
      heardNow = await heard();
    }
    for (const writer of writers)
      assert.deepEqual(heardNow.get(writer) ?? [], written.get(writer), `${writer}, seed ${seed}`);
    assert.ok(all > kills * 5, 'too little happened');
    t.diagnostic(JSON.stringify({ rounds: kills, letters: all }));
  },
);
