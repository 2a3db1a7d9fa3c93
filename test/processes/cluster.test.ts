// Several machines, as nodes on loopback: a PostgreSQL, a nats-server and a ClickHouse by URL that they
// share, and people of several accounts who reach any of them.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { withNats } from '@opportune/server/adapter/bus-nats/nats-server.test-support.ts';
import { until } from '@opportune/server/adapter/process/processes.test-support.ts';
import { openCluster } from '../support/cluster.test-support.ts';
import { makeVisit } from '../support/visit.test-support.ts';

describe('a cluster', withNats, () => {
  it(
    '[CL16] [CL19] serves each account over any node, and goes on without one that is killed',
    { timeout: 600_000 },
    async (t) => {
      const cluster = await openCluster(2);
      t.after(() => cluster.close());
      const one = await cluster.start();
      assert.deepEqual(await one.names(), ['1', '2']);
      const other = await cluster.start();
      await until('each has a name', async () => (await one.names()).length === 1);
      const [moved = ''] = await other.names();
      const owners = [await cluster.accountAt('1'), await cluster.accountAt('2')];
      for (const owner of owners)
        for (const { url } of [one, other]) {
          const visit = await makeVisit(url, owner);
          const { status, body } = await owner.call('GET', `/conversations/${visit.conversation}`);
          assert.equal(status, 200, JSON.stringify(body));
        }
      t.diagnostic(`killing the node of ${moved}`);
      await other.kill();
      const killedAt = performance.now();
      await until('the other node has both', async () => (await one.names()).length === 2);
      for (const owner of owners) await makeVisit(cluster.url, owner);
      t.diagnostic(`all is served again after ${Math.round(performance.now() - killedAt)} ms`);
    },
  );
});
