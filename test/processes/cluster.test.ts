// Several machines, as nodes on loopback: a PostgreSQL, a nats-server and a ClickHouse by URL that they
// share, and people of several accounts who reach any of them through a balancer.
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { withNats } from '@opportune/server/adapter/bus-nats/nats-server.test-support.ts';
import { until } from '@opportune/server/adapter/process/processes.test-support.ts';
import { openCluster, type TestCluster, type TestNode } from '../support/cluster.test-support.ts';
import type { Owner } from '../support/people.test-support.ts';
import { StayingAgent, StayingVisitor, Waits } from '../support/staying-clients.test-support.ts';
import { makeVisit } from '../support/visit.test-support.ts';
import { wholeRun } from '../support/whole-run.test-support.ts';

const origin = 'https://shop.example';

async function clusterFor(t: TestContext, names: number): Promise<TestCluster> {
  const cluster = await openCluster(names);
  t.after(() => cluster.close());
  return cluster;
}

describe('a cluster', withNats, () => {
  it(
    '[CL16.6] [CL19] [CL20.2] a node without a name takes the one of a node that is killed, with all that was acknowledged',
    { timeout: 600_000 },
    async (t) => {
      const cluster = await clusterFor(t, 1);
      const one = await cluster.start();
      const other = cluster.begin();
      await until('the other node waits', () => other.output().includes('waits for a name'));
      const third = cluster.begin();
      await until('a third one waits', () => third.output().includes('waits for a name'));
      third.started.child.kill('SIGTERM');
      assert.equal(await third.started.exit, 0, third.output());
      const owner = await cluster.accountAt('1');
      const visit = await makeVisit(cluster.url, owner);
      await one.kill();
      const killedAt = performance.now();
      await cluster.serving(other);
      t.diagnostic(`served again after ${Math.round(performance.now() - killedAt)} ms`);
      // What was kept alive ends with the node.
      await until('it answers', async () => {
        const answered = await fetch(`${cluster.url}/readyz`).catch(() => null);
        return answered?.status === 200;
      });
      const { status, body } = await owner.call('GET', `/conversations/${visit.conversation}`);
      assert.equal(status, 200, JSON.stringify(body));
      await makeVisit(cluster.url, owner);
    },
  );

  it(
    '[CL16] [CL18] [CL19] [CL20] people of two accounts go on over any node while nodes join, leave and are killed',
    { ...wholeRun, timeout: 900_000 },
    async (t) => {
      const cluster = await clusterFor(t, 4);
      const one = await cluster.start();
      assert.deepEqual(await one.names(), ['1', '2', '3', '4']);
      const owners = [await cluster.accountAt('1'), await cluster.accountAt('3')];
      const crowds = await Promise.all(owners.map((owner) => crowdOf(t, cluster, owner)));
      const settled = (during: string): Promise<void> =>
        until(
          `all is acknowledged: ${during}`,
          () => crowds.every(({ people }) => people.every((each) => each.settled)),
          120_000,
        );
      const write = (): void =>
        crowds.forEach(({ people }) => people.forEach((one) => one.write()));
      const talk = async (during: string): Promise<void> => {
        // What was written while somebody was away may have been read as part of a whole.
        await settled(during);
        const before = crowds.map(({ unread }) => unread());
        write();
        await settled(during);
        await until(
          `all is read: ${during}`,
          () => crowds.every(({ unread }, at) => unread() <= (before[at] ?? 0)),
          120_000,
        );
        t.diagnostic(`${during}: away for ${crowds.flatMap(({ away }) => away()).join(', ')} ms`);
      };
      await talk('one node');
      const [, other, third] = [one, await cluster.start(), await cluster.start()];
      await shared(1, [one, other, third]);
      await talk('three nodes');
      // Others of their own over each node, at home there or not: what visitors leave takes agents' places.
      for (const owner of [await cluster.accountAt('2'), await cluster.accountAt('4')])
        for (const { url } of [one, other, third]) await makeVisit(url, owner);
      write();
      await other.kill();
      await talk('one is killed');
      await shared(2, [one, third]);
      write();
      one.started.child.kill('SIGTERM');
      assert.equal(await one.started.exit, 0, one.started.output());
      await talk('one has left');
      await shared(4, [third]);
      for (const crowd of crowds) await crowd.check();
    },
  );
});

/** Waits until each node has at least so many names, and together they have all. */
async function shared(least: number, nodes: readonly TestNode[]): Promise<void> {
  await until(
    'the names are shared',
    async () => {
      const names = await Promise.all(nodes.map((node) => node.names()));
      const isFair = names.every(({ length }) => length >= least);
      return isFair && String(names.flat().toSorted()) === '1,2,3,4';
    },
    120_000,
  );
}

/** Three visitors in conversations and an agent, who stay whatever happens. */
async function crowdOf(t: TestContext, cluster: TestCluster, owner: Owner) {
  const { body: site } = await owner.call('POST', '/sites', { name: 'Talk', origins: [origin] });
  const waits = new Waits();
  const { token, account } = owner;
  const agent = new StayingAgent(cluster.url, { token, number: 0, account }, waits);
  await until('the agent is there', () => agent.here);
  const place = { url: cluster.url, key: site.writeKey, origin };
  const visitors = [0, 1, 2].map((number) => new StayingVisitor(place, number, waits));
  const people = [...visitors, agent];
  t.after(() => people.forEach((each) => each.close()));
  await until('conversations begin', () => visitors.every(({ here }) => here));
  await until('all are answered for', () => visitors.every((one) => one.agent !== null));
  return {
    people,
    unread: () => waits.open,
    away: () => waits.away.splice(0).map(Math.round),
    /** Each message that was acknowledged is stored once, under its number. */
    async check(): Promise<void> {
      const stored = await cluster.lookUp<{ id: string; sequence: number }>(
        'SELECT id, sequence::int AS sequence FROM messages WHERE account = $1',
        [account],
      );
      let known = 0;
      for (const visitor of visitors)
        for (const [id, sequence] of visitor.known) {
          known += 1;
          const found = stored.filter((message) => message.id === id);
          assert.deepEqual(
            found.map((message) => message.sequence),
            [sequence],
            id,
          );
        }
      assert.ok(known >= 15, `${known} messages were acknowledged`);
    },
  };
}
