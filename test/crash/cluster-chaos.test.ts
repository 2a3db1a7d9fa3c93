// Promise 1 for a cluster: what was acknowledged survives whatever happens to its nodes, to what they
// share, and to the lines between them. Three nodes serve three accounts over a balancer. Each round
// troubles one part, waits until everybody goes on, and holds the stores against the clients' own books.
// It prints the longest silence for visitors and agents. OPPORTUNE_SEED replays the faults, and
// OPPORTUNE_FAULT plays only those whose names contain it.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { brokenConversations } from '@opportune/core/sim/conversation-check.test-support.ts';
import { Message } from '@opportune/protocol/conversation/conversation.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import { withNats } from '@opportune/server/adapter/bus-nats/nats-server.test-support.ts';
import type { Trouble } from '@opportune/server/adapter/process/tcp-proxy.test-support.ts';
import { openCluster, type TestCluster } from '../support/cluster.test-support.ts';
import { isFull, rounds } from '../support/proof-size.test-support.ts';
import {
  type LineName,
  type SupervisedNode,
  superviseNode,
} from '../support/supervised-nodes.test-support.ts';
import { BookkeepingAgent } from './agents.test-support.ts';
import { BookkeepingVisitor } from './clients.test-support.ts';
import { Silences } from './silences.test-support.ts';
import { factsOfCluster, timesStored } from './stored-events.test-support.ts';

const origin = 'https://shop.example';
const names = ['1', '2', '3'] as const;
const seed = Number(process.env['OPPORTUNE_SEED'] ?? Date.now() % 1_000_000);
const only = process.env['OPPORTUNE_FAULT'] ?? '';
const played = rounds({ usual: 0, full: 20 });
const patienceMs = 180_000;

/** Mulberry32, a small seeded generator that is good enough to choose faults. */
function randomFrom(state: number): () => number {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Crowd {
  readonly account: AccountId;
  readonly visitors: readonly BookkeepingVisitor[];
  readonly agent: BookkeepingAgent;
}

let cluster: TestCluster;
const nodes: SupervisedNode[] = [];
const crowds: Crowd[] = [];
let silences: Silences;

/** A fault: troubles something, and ends the trouble. */
interface Fault {
  readonly name: string;
  play(node: SupervisedNode, forMs: number): Promise<void>;
}

async function troubled(
  which: readonly SupervisedNode[],
  line: LineName,
  trouble: Trouble,
  forMs: number,
): Promise<void> {
  for (const { lines } of which) lines[line].trouble(trouble);
  await wait(forMs);
  for (const { lines } of which) lines[line].trouble({ type: 'none' });
}

function lineFault(name: string, line: LineName, trouble: Trouble): Fault {
  return { name, play: (node, forMs) => troubled([node], line, trouble, forMs) };
}

const allFaults: readonly Fault[] = [
  { name: 'kill -9 of a node', play: async (node) => node.signal('SIGKILL') },
  {
    name: 'SIGSTOP of a node',
    async play(node, forMs) {
      node.signal('SIGSTOP');
      await wait(forMs);
      node.signal('SIGCONT');
    },
  },
  { name: 'kill -9 of NATS', play: (_, forMs) => cluster.nats.killFor(forMs / 4) },
  { name: 'SIGSTOP of NATS', play: (_, forMs) => cluster.nats.stopFor(forMs) },
  { name: 'kill -9 of the engine host', play: (_, forMs) => cluster.clickhouse.killFor(forMs / 4) },
  { name: 'SIGSTOP of the engine host', play: (_, forMs) => cluster.clickhouse.stopFor(forMs) },
  {
    name: 'all lines to PostgreSQL stall',
    play: (_, forMs) => troubled(nodes, 'postgres', { type: 'stall' }, forMs),
  },
  {
    name: 'all lines to PostgreSQL are reset',
    play: (_, forMs) => troubled(nodes, 'postgres', { type: 'reset' }, forMs),
  },
  lineFault('the line of a node to PostgreSQL is cut', 'postgres', { type: 'partition' }),
  lineFault('the line of a node to PostgreSQL is reset', 'postgres', { type: 'reset' }),
  lineFault('the line of a node to PostgreSQL is slow', 'postgres', { type: 'delay', ms: 100 }),
  lineFault('the line of a node to NATS is cut', 'nats', { type: 'partition' }),
  lineFault('the line of a node to NATS stalls', 'nats', { type: 'stall' }),
  lineFault('the line of a node to ClickHouse is cut', 'clickhouse', { type: 'partition' }),
  lineFault('the lines of other nodes to a node are cut', 'nodes', { type: 'partition' }),
  lineFault('the lines of other nodes to a node are reset', 'nodes', { type: 'reset' }),
];
const faults = allFaults.filter(({ name }) => name.includes(only));

/** At once: a round takes long. */
function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

async function until(what: string, holds: () => boolean): Promise<void> {
  const late = performance.now() + patienceMs;
  while (!holds()) {
    if (performance.now() > late) {
      const unsettled = crowds.flatMap(({ visitors, agent }) =>
        [...visitors, agent].map((each) => each.unsettled),
      );
      for (const node of nodes) say(node.output().split('\n').slice(-40).join('\n'));
      throw new Error(`${what} (seed ${seed}): ${unsettled.join('; ')}`);
    }
    await wait(50);
  }
}

async function crowdAt(name: string): Promise<Crowd> {
  const owner = await cluster.accountAt(name);
  const { body: site } = await owner.call('POST', '/sites', { name: 'Talk', origins: [origin] });
  const port = Number(new URL(cluster.url).port);
  const { token, user } = owner;
  const desk = { port, token, user: user.id, colleague: user.id, stepsIn: false };
  const agent = new BookkeepingAgent(`agent${name}`, desk);
  await until('the agent is there', () => agent.online);
  const target = { port, writeKey: site.writeKey, origin };
  const visitors = [0, 1].map(
    (number) => new BookkeepingVisitor(target, `chaos.${seed}.${name}.${number}`, 100),
  );
  return { account: AccountId.parse(owner.account), visitors, agent };
}

before(async () => {
  if (played === 0) return;
  cluster = await openCluster(names.length);
  for (const _ of names) {
    const node = await superviseNode(cluster);
    nodes.push(node);
    await node.ready;
  }
  for (const name of names) crowds.push(await crowdAt(name));
  silences = new Silences(
    crowds.flatMap(({ visitors }) =>
      visitors.map((one) => () => one.acknowledged.size + one.posted.size),
    ),
    crowds.map(
      ({ agent }) =>
        () =>
          agent.posted.size,
    ),
  );
});

after(async () => {
  if (played === 0) return;
  silences.close();
  for (const { visitors, agent } of crowds) for (const each of [...visitors, agent]) each.close();
  for (const node of nodes) await node.close();
  await cluster.close();
});

const skip = isFull ? withNats.skip : 'played by `npm run prove -- cluster-chaos`';

describe(`chaos in a cluster, ${played} rounds, seed ${seed} [promise 1]`, { skip }, () => {
  it(
    'goes on after every fault, with all that was acknowledged',
    { timeout: 3_500_000 },
    async () => {
      const random = randomFrom(seed);
      const pick = <Value>(of: readonly Value[]): Value =>
        of[Math.floor(random() * of.length)] ?? assert.fail('there is none');
      let open: Fault[] = [];
      for (let round = 0; round < played; round += 1) {
        // Each fault once before any comes again.
        if (open.length === 0) open = [...faults];
        const fault = pick(open);
        open.splice(open.indexOf(fault), 1);
        const node = pick(nodes);
        await playRound({ round, fault, node, forMs: 10_000 + Math.round(random() * 20_000) });
      }
      await atTheEnd();
    },
  );
});

interface Round {
  readonly round: number;
  readonly fault: Fault;
  readonly node: SupervisedNode;
  readonly forMs: number;
}

async function playRound({ round, fault, node, forMs }: Round): Promise<void> {
  await silences.everybodyGoesOn((holds) => until(`before round ${round + 1}`, holds));
  const served = (await node.names()).join(' ') || 'nothing';
  const where = `node ${nodes.indexOf(node) + 1}, serves ${served}, ${(forMs / 1000).toFixed(1)} s`;
  const said = `round ${round + 1}: ${fault.name} (${where})`;
  silences.begin();
  const before = nodes.map(({ ends }) => ends.length);
  await fault.play(node, forMs);
  await silences.everybodyGoesOn((holds) => until(`after ${said}`, holds));
  const { visitors, agents } = silences.longest();
  say(`${said}: silence for visitors ${visitors} s, for agents ${agents} s`);
  nodes.forEach(({ ends }, at) => {
    const ended = ends.slice(before[at]);
    if (ended.length > 0) say(`  node ${at + 1} ended; its last error: ${ended.join('; ')}`);
  });
  await holdBooks(said);
}

/** All that is in the books by now is stored: each event once, each message once under its number. */
async function holdBooks(said: string): Promise<void> {
  const facts = await factsOfCluster(cluster);
  try {
    for (const { account, visitors, agent } of crowds) {
      const acknowledged = visitors.flatMap((one) => [...one.acknowledged]);
      const posted = [...visitors, agent].flatMap((one) => [...one.posted]);
      const events = await timesStored(facts, account, 'chaos.');
      const wrong = acknowledged.filter((id) => events.get(id) !== 1);
      assert.deepEqual(wrong, [], `events, ${said}, seed ${seed}`);
      const rows = await cluster.lookUp<{ id: string; sequence: number }>(
        'SELECT id, sequence::int AS sequence FROM messages WHERE account = $1',
        [account],
      );
      const stored = Map.groupBy(rows, ({ id }) => id);
      const lost = posted.filter(([id, sequence]) => {
        const found = stored.get(id) ?? [];
        return found.length !== 1 || found[0]?.sequence !== sequence;
      });
      assert.deepEqual(lost, [], `messages, ${said}, seed ${seed}`);
    }
  } finally {
    await facts.close();
  }
}

async function atTheEnd(): Promise<void> {
  const everybody = crowds.flatMap(({ visitors, agent }) => [...visitors, agent]);
  const settled = (): boolean => everybody.every((client) => client.settled);
  for (const client of everybody) client.stop();
  await until('everything is acknowledged at the end', settled);
  for (const client of everybody) client.catchUp();
  await until('everybody has got what they asked for', settled);
  await holdBooks('the end');
  for (const { account, visitors, agent } of crowds) {
    const rows = await cluster.lookUp(
      `SELECT conversation, id, sequence::int AS sequence, author, body, 0 AS at
       FROM messages WHERE account = $1 ORDER BY conversation, sequence`,
      [account],
    );
    const transcripts = Map.groupBy(
      rows.map((row) => Message.parse(row)),
      ({ conversation }) => conversation,
    );
    const checks = visitors.map(({ reader, conversation }) => ({
      reader,
      complete: conversation === null ? [] : [conversation],
    }));
    const ofAgent = { reader: agent.reader, complete: agent.reading };
    assert.deepEqual(brokenConversations(transcripts, [...checks, ofAgent]), [], `seed ${seed}`);
    assert.ok(visitors.every(({ posted }) => posted.size > 0) && agent.posted.size > 0);
  }
}
