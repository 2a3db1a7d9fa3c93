// Promise 1: what was acknowledged survives `kill -9` of the server, the engine host or PostgreSQL
// at any instant. Real processes under load; afterwards the stores are read and compared with the
// clients' own books. OPPORTUNE_SEED replays the order of kills.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { openEngines } from '@opportune/server/adapter/engines.ts';
import { testDataFolder, testLog } from '@opportune/server/adapter/engines.test-support.ts';
import { processWith } from '@opportune/server/adapter/processes.test-support.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import { startProduct } from '../e2e/product.test-support.ts';
import type { Product } from '../e2e/product.test-support.ts';
import { BookkeepingAgent, BookkeepingVisitor } from './clients.test-support.ts';
import type { Target } from './clients.test-support.ts';
import { timesStored } from './stored-events.test-support.ts';

const rounds = 21;
const visitors = 8;
const seed = Number(process.env['OPPORTUNE_SEED'] ?? Date.now() % 1_000_000);
const targets = ['server', 'engine host', 'PostgreSQL'] as const;

/** Mulberry32: small, seeded, good enough to choose instants. */
function randomFrom(state: number): () => number {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const folder = testDataFolder();
let product: Product;
let clients: BookkeepingVisitor[] = [];
let agent: BookkeepingAgent;
let account: AccountId;

async function until(holds: () => boolean, withinMs: number, what: string): Promise<void> {
  const late = performance.now() + withinMs;
  while (!holds()) {
    if (performance.now() > late) throw new Error(`${what} (seed ${seed})`);
    await wait(20);
  }
}

function acknowledgedNow(): number {
  return clients.reduce((sum, client) => sum + client.acknowledged.size, 0);
}

/** The pid of a part of the product, by what its command line names. */
function pidOf(target: (typeof targets)[number]): number {
  if (target === 'server') return product.pid;
  if (target === 'engine host') return processWith('engine-host.ts', folder.path);
  return Number(
    readFileSync(path.join(folder.path, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0],
  );
}

before(async () => {
  product = await startProduct({ dataFolder: folder.path, demo: true });
  const { items } = await product.call<{ items: { writeKey: string; origins: string[] }[] }>(
    'GET',
    '/sites',
  );
  const session = await product.call<{ account: { id: string } }>('GET', '/session');
  account = AccountId.parse(session.account.id);
  const port = Number(new URL(product.url).port);
  const target: Target = {
    port,
    writeKey: items[0]?.writeKey ?? '',
    origin: items[0]?.origins[0] ?? '',
  };
  agent = new BookkeepingAgent(port, product.token);
  await until(() => agent.online, 10_000, 'the agent is not online');
  clients = Array.from(
    { length: visitors },
    (_, index) => new BookkeepingVisitor(target, `crash.${seed}.${index}`, 40),
  );
});
after(async () => {
  agent.close();
  for (const client of clients) client.close();
  await product.close();
  folder.remove();
});

describe(`kill -9 under load, ${rounds} rounds, seed ${seed} [promise 1]`, () => {
  it('goes on after every kill', { timeout: 280_000 }, async () => {
    const random = randomFrom(seed);
    const { port } = new URL(product.url);
    for (let round = 0; round < rounds; round++) {
      const before = acknowledgedNow();
      await until(
        () => acknowledgedNow() > before + visitors,
        30_000,
        `no acknowledgement before round ${round}`,
      );
      await wait(random() * 300);
      const target = targets[round % targets.length] ?? 'server';
      process.kill(pidOf(target), 'SIGKILL');
      if (target === 'server') {
        await product.close();
        product = await startProduct({ dataFolder: folder.path, port: Number(port), demo: false });
      }
      const killed = acknowledgedNow();
      await until(
        () => acknowledgedNow() > killed + visitors,
        30_000,
        `no acknowledgement after killing the ${target}, round ${round}`,
      );
    }
    for (const client of clients) client.stop();
    await until(
      () => clients.every((client) => client.settled),
      30_000,
      'not everything was acknowledged at the end',
    ).catch((error: Error) => {
      throw new Error(`${error.message}: ${clients.map((client) => client.unsettled).join('; ')}`);
    });
  });

  it(
    'kept every acknowledged event exactly once, and every message once, in order, without a gap',
    { timeout: 60_000 },
    async () => {
      await product.close();
      const engines = await openEngines({ dataFolder: folder.path }, testLog());
      try {
        const stored = await timesStored(engines.facts, account, 'crash.');
        const acknowledged = clients.flatMap((client) => [...client.acknowledged]);
        assert.ok(
          acknowledged.length > rounds * visitors,
          `${acknowledged.length} events under load`,
        );
        const wrong = acknowledged
          .filter((id) => stored.get(id) !== 1)
          .map((id) => `${id} ${stored.get(id) ?? 0} times`);
        assert.deepEqual(wrong, [], `seed ${seed}`);
        const messages = await engines.records.withAccount(account, (sql) =>
          sql.rows<{ conversation: string; id: string; sequence: number }>(
            'SELECT conversation, id, sequence FROM messages ORDER BY conversation, sequence',
          ),
        );
        const byId = new Map(messages.map((message) => [message.id, Number(message.sequence)]));
        for (const [id, sequence] of agent.seen)
          assert.equal(byId.get(id), sequence, `the agent saw ${id}, seed ${seed}`);
        for (const client of clients) {
          for (const [id, sequence] of client.posted)
            assert.equal(byId.get(id), sequence, `${id}, seed ${seed}`);
          for (const [id, sequence] of client.received)
            assert.equal(byId.get(id), sequence, `${id}, seed ${seed}`);
          const own = messages
            .filter((message) => message.conversation === client.conversation)
            .map((message) => Number(message.sequence));
          assert.deepEqual(
            own,
            own.map((_, index) => index + 1),
            `gapless, seed ${seed}`,
          );
        }
        assert.ok(
          clients.every((client) => client.posted.size > 0),
          'every client wrote messages',
        );
      } finally {
        await engines.close();
      }
    },
  );
});
