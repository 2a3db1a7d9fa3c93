// Promise 1: what was acknowledged survives `kill -9` of the server, the engine host or PostgreSQL
// at any instant. Real processes run under load, and agents begin conversations and hand them on
// meanwhile. Afterwards the stores are compared with the clients' own records. OPPORTUNE_SEED
// replays the instants of the kills.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { openEngines } from '@opportune/server/adapter/engines.ts';
import {
  migratedDataFolder,
  testLog,
  type TestFolder,
} from '@opportune/server/adapter/engines.test-support.ts';
import { processWith } from '@opportune/server/adapter/process/processes.test-support.ts';
import { brokenConversations } from '@opportune/core/sim/conversation-check.test-support.ts';
import { readOwners } from '@opportune/core/sim/conversation-owners.test-support.ts';
import { Message } from '@opportune/protocol/conversation/conversation.ts';
import { AccountId, type ConversationId } from '@opportune/protocol/ids.ts';
import { administrator, inviteUser, isSeveral, startProduct } from '../e2e/product.test-support.ts';
import type { Person, Product } from '../e2e/product.test-support.ts';
import { BookkeepingAgent } from './agents.test-support.ts';
import { BookkeepingVisitor } from './clients.test-support.ts';
import type { Target } from './clients.test-support.ts';
import { timesStored } from './stored-events.test-support.ts';
import { pidsOf } from '../support/started-script.test-support.ts';
import { rounds } from '../support/proof-size.test-support.ts';

/** Each part of the product is killed equally often. */
const kills = rounds({ usual: 6, full: 30 });
const visitors = 8;
const seed = Number(process.env['OPPORTUNE_SEED'] ?? Date.now() % 1_000_000);
const parts = ['engine host', 'PostgreSQL', 'server', 'shard'] as const;
/** The server is the first of several processes, if there are several. */
const targets = isSeveral ? parts : parts.filter((part) => part !== 'shard');

/** Mulberry32, a small seeded generator that is good enough to choose instants. */
function randomFrom(state: number): () => number {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

let folder: TestFolder;
let product: Product;
let clients: BookkeepingVisitor[] = [];
/** One for each round: two agents want to speak to this visitor first while something is killed. */
let spokenTo: BookkeepingVisitor[] = [];
let agents: BookkeepingAgent[] = [];
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

/** The pid of a part of the product, found by its command line. */
function pidOf(target: (typeof parts)[number]): number {
  if (target === 'server') return product.pid;
  if (target === 'shard') return pidsOf(folder, 'shard.ts')[0] ?? 0;
  if (target === 'engine host') return processWith('engine-host.ts', folder.path);
  return Number(
    readFileSync(path.join(folder.path, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0],
  );
}

before(async () => {
  folder = await migratedDataFolder();
  product = await startProduct({ apart: true, dataFolder: folder.path, demo: true });
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
  agents = await threeAgents(port);
  await until(() => agents.every(({ online }) => online), 10_000, 'the agents are not online');
  clients = Array.from(
    { length: visitors },
    (_, index) => new BookkeepingVisitor(target, `crash.${seed}.${index}`, 40),
  );
  spokenTo = Array.from(
    { length: kills },
    (_, round) => new BookkeepingVisitor(target, `crash.${seed}.spoken.${round}`, 500, true),
  );
});
/**
 * The administrator and two agents, who hand conversations on among themselves. Each has room for
 * twenty.
 */
async function threeAgents(port: number): Promise<BookkeepingAgent[]> {
  const others: Person[] = [];
  for (const name of ['Second', 'Third'])
    others.push(
      await inviteUser(product, {
        email: `${name.toLowerCase()}@aldermoor.example`,
        name,
        role: 'agent',
      }),
    );
  const tokens = [product.token, ...(await Promise.all(others.map(tokenOf)))];
  const { items } = await product.call<{ items: { id: string; email: string; name: string }[] }>(
    'GET',
    '/users',
  );
  const users = [administrator, ...others].map(
    ({ email }) => items.find((user) => user.email === email) ?? { id: '', name: '' },
  );
  for (const { id } of users) await product.call('PATCH', `/users/${id}`, { room: 20 });
  return users.map(
    ({ id, name }, at) =>
      new BookkeepingAgent(name, {
        port,
        token: tokens[at] ?? '',
        user: id,
        colleague: users[(at + 1) % users.length]?.id ?? '',
        stepsIn: at === 0,
      }),
  );
}

/** Two agents speak to a visitor of the site first, at the same time. */
async function speakFirst(round: number, random: () => number): Promise<void> {
  const visitor = spokenTo[round];
  await until(() => visitor?.here === true, 30_000, `the visitor of round ${round} did not come`);
  for (const at of [round, round + 1]) agents[at % agents.length]?.begin(visitor?.id ?? '');
  await wait(random() * 30);
}

async function settled(what: string): Promise<void> {
  const everybody = [...clients, ...spokenTo, ...agents];
  const holds = () =>
    everybody.every((client) => client.settled) &&
    spokenTo.every(({ conversation }) => conversation !== null);
  await until(holds, 30_000, what).catch((error: Error) => {
    throw new Error(`${error.message}: ${everybody.map(({ unsettled }) => unsettled).join('; ')}`);
  });
}

async function tokenOf(person: Person): Promise<string> {
  const response = await fetch(`${product.url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(person),
  });
  const { token } = (await response.json()) as { token: string };
  return token;
}

after(async () => {
  for (const agent of agents) agent.close();
  for (const client of [...clients, ...spokenTo]) client.close();
  await product.close();
  folder.remove();
});

describe(`kill -9 under load, ${kills} rounds, seed ${seed} [promise 1]`, () => {
  it('goes on after every kill', { timeout: 280_000 }, async () => {
    const random = randomFrom(seed);
    const { port } = new URL(product.url);
    for (let round = 0; round < kills; round++) {
      const before = acknowledgedNow();
      await until(
        () => acknowledgedNow() > before + visitors,
        30_000,
        `no acknowledgement before round ${round}`,
      );
      await wait(random() * 300);
      await speakFirst(round, random);
      const killed = targets[round % targets.length] ?? 'server';
      process.kill(pidOf(killed), 'SIGKILL');
      if (killed === 'server') {
        await product.close();
        product = await startProduct({
          apart: true,
          dataFolder: folder.path,
          port: Number(port),
          demo: false,
        });
      }
      const then = acknowledgedNow();
      await until(
        () => acknowledgedNow() > then + visitors,
        30_000,
        `no acknowledgement after killing the ${killed}, round ${round}`,
      );
    }
    const isTakenOver = (): boolean => agents.some(({ takenOver }) => takenOver > 0);
    await until(isTakenOver, 60_000, 'nobody took over');
    const everybody = [...clients, ...spokenTo, ...agents];
    for (const client of everybody) client.stop();
    await settled('not everything was acknowledged at the end');
    for (const client of everybody) client.catchUp();
    await settled('not everybody has got what they asked for at the end');
  });

  it(
    'kept every acknowledged event once, every message once in order without a gap, and every conversation with one owner',
    { timeout: 60_000 },
    async () => {
      await product.close();
      const engines = await openEngines({ dataFolder: folder.path }, testLog());
      try {
        const stored = await timesStored(engines.facts, account, 'crash.');
        const acknowledged = [...clients, ...spokenTo].flatMap((client) => [
          ...client.acknowledged,
        ]);
        assert.ok(
          acknowledged.length > kills * visitors,
          `${acknowledged.length} events under load`,
        );
        const wrong = acknowledged
          .filter((id) => stored.get(id) !== 1)
          .map((id) => `${id} ${stored.get(id) ?? 0} times`);
        assert.deepEqual(wrong, [], `seed ${seed}`);
        const messages = await engines.records
          .withAccount(account, (sql) =>
            sql.rows(
              'SELECT conversation, id, sequence::int AS sequence, author, body, 0 AS at FROM messages ORDER BY conversation, sequence',
            ),
          )
          .then((rows) => rows.map((row) => Message.parse(row)));
        const standing = await engines.records.withAccount(account, (sql) =>
          sql.rows<StoredConversation>(
            'SELECT id, status, agent, visitor, begun_by FROM conversations',
          ),
        );
        const transcripts = Map.groupBy(messages, ({ conversation }) => conversation);
        const visitorsWithOne = [...clients, ...spokenTo].map(({ reader, conversation }) => ({
          reader,
          complete: conversation === null ? [] : [conversation],
        }));
        const readers = agents.map(({ reader, reading }) => ({ reader, complete: reading }));
        assert.deepEqual(
          brokenConversations(transcripts, [...visitorsWithOne, ...readers]),
          [],
          `seed ${seed}`,
        );
        for (const { name, posted } of agents)
          assert.ok(posted.size > kills / 2, `${name} answered ${posted.size} times`);
        for (const { name, live } of [...clients, ...agents].map(({ reader }) => reader))
          assert.ok(live.size > 0, `nothing that came by itself to ${name} was looked at`);
        assertBegunOnce(standing, messages);
        for (const client of [...clients, ...spokenTo]) {
          const now = standing.find(({ id }) => id === client.conversation);
          assert.ok(
            now?.status === 'waiting' || (now?.status === 'active' && now.agent !== null),
            `${client.conversation} is ${now?.status ?? 'gone'}, seed ${seed}`,
          );
        }
        assert.deepEqual(
          [...transcripts].flatMap(([id, each]) => readOwners(id, each).found),
          [],
          `seed ${seed}`,
        );
        const happened = messages.map(({ body }) => (body.type === 'system' ? body.note.type : ''));
        assert.ok(happened.includes('transferred'), 'conversations were handed on');
        assert.ok(happened.includes('joined'), 'somebody joined a colleague');
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

interface StoredConversation {
  readonly id: ConversationId;
  readonly status: string;
  readonly agent: string | null;
  readonly visitor: string;
  readonly begun_by: string | null;
}

/**
 * If two agents spoke first, exactly one began the conversation, once, with their message, and the
 * visitor received it.
 */
function assertBegunOnce(
  standing: readonly StoredConversation[],
  messages: readonly Message[],
): void {
  for (const visitor of spokenTo) {
    const of = `${visitor.id}, seed ${seed}`;
    const [begun, ...more] = standing.filter((each) => each.visitor === visitor.id);
    assert.ok(begun !== undefined, `nobody began with ${of}`);
    assert.deepEqual(more, [], of);
    assert.equal(visitor.conversation, begun.id, of);
    const told = agents.flatMap(({ begun: books }) => books.get(visitor.id) ?? []);
    assert.equal(told.length, 1, `${told.length} agents were told that they began: ${of}`);
    const own = messages.filter(({ conversation }) => conversation === begun.id);
    assert.equal(told[0]?.conversation, begun.id, of);
    assert.equal(own[1]?.id, told[0]?.id, of);
    assert.equal(
      visitor.reader.seen.get(begun.id)?.get(2),
      own[1]?.id,
      `they were not shown it: ${of}`,
    );
  }
}
