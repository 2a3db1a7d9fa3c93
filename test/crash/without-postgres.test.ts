// A cluster that loses PostgreSQL for longer than its leases hold. Nobody can be removed meanwhile, so
// no process has to end: people are sent away, and go on with the same processes once it is back.
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { withNats } from '@opportune/server/adapter/bus-nats/nats-server.test-support.ts';
import { until } from '@opportune/server/adapter/process/processes.test-support.ts';
import type { Trouble } from '@opportune/server/adapter/process/tcp-proxy.test-support.ts';
import { openCluster, type TestCluster } from '../support/cluster.test-support.ts';
import { type SupervisedNode, superviseNode } from '../support/supervised-nodes.test-support.ts';
import { BookkeepingAgent } from './agents.test-support.ts';
import { BookkeepingVisitor } from './clients.test-support.ts';

const origin = 'https://shop.example';
const names = ['1', '2'] as const;
/** Longer than the lease of a node and the patience of a request. */
const awayMs = 12_000;
const patienceMs = 120_000;

interface Person {
  /** How much they were told until now. */
  readonly told: () => number;
  readonly state: () => string;
  close(): void;
}

async function peopleAt(cluster: TestCluster, name: string): Promise<readonly Person[]> {
  const owner = await cluster.accountAt(name);
  const { body: site } = await owner.call('POST', '/sites', { name: 'Talk', origins: [origin] });
  const port = Number(new URL(cluster.url).port);
  const { token, user } = owner;
  const desk = { port, token, user: user.id, colleague: user.id, stepsIn: false };
  const agent = new BookkeepingAgent(`agent${name}`, desk);
  await until('the agent is there', () => agent.online);
  const target = { port, writeKey: site.writeKey, origin };
  const visitor = new BookkeepingVisitor(target, `visitor${name}`, 100);
  return [
    { told: () => agent.posted.size, state: () => agent.unsettled, close: () => agent.close() },
    {
      told: () => visitor.acknowledged.size,
      state: () => visitor.unsettled,
      close: () => visitor.close(),
    },
  ];
}

async function everybodyGoesOn(people: readonly Person[], when: string): Promise<void> {
  const before = people.map(({ told }) => told());
  const goOn = (): boolean => people.every(({ told }, at) => told() > (before[at] ?? 0));
  await until('', goOn, patienceMs).catch(() => {
    assert.fail(`${when}: ${people.map(({ state }) => state()).join('; ')}`);
  });
}

async function clusterOf(t: TestContext): Promise<{
  readonly nodes: readonly SupervisedNode[];
  readonly people: readonly Person[];
}> {
  const cluster = await openCluster(names.length);
  const nodes: SupervisedNode[] = [];
  const people: Person[] = [];
  t.after(async () => {
    for (const each of people) each.close();
    for (const node of nodes) await node.close();
    await cluster.close();
  });
  for (const _ of names) {
    const node = await superviseNode(cluster);
    nodes.push(node);
    await node.ready;
  }
  for (const name of names) people.push(...(await peopleAt(cluster, name)));
  return { nodes, people };
}

const troubles: readonly Trouble[] = [{ type: 'stall' }, { type: 'reset' }, { type: 'partition' }];

describe('a cluster without PostgreSQL', withNats, () => {
  it(
    '[CL19.3] all go on with the same processes once it is back',
    { timeout: 1_200_000 },
    async (t) => {
      const { nodes, people } = await clusterOf(t);
      for (const trouble of troubles) {
        await everybodyGoesOn(people, `before: ${trouble.type}`);
        const before = nodes.map((node) => node.output().length);
        for (const { lines } of nodes) lines.postgres.trouble(trouble);
        await pause(awayMs);
        for (const { lines } of nodes) lines.postgres.trouble({ type: 'none' });
        const backAt = performance.now();
        await everybodyGoesOn(people, `after: ${trouble.type}`);
        t.diagnostic(`${trouble.type}: ${Math.round(performance.now() - backAt)} ms`);
        for (const [at, node] of nodes.entries()) {
          const logged = node.output().slice(before[at]);
          assert.match(logged, /serves nobody/, `node ${at + 1} noticed`);
          assert.doesNotMatch(logged, /a shard ended/, `node ${at + 1}`);
          assert.deepEqual(node.ends, []);
        }
      }
    },
  );
});
