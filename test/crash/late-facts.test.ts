// A node whose insert is on its way to ClickHouse stands still, and arrives there after another node has
// its name. ClickHouse takes such rows. They are never acknowledged, and no figure has them.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { FactStore } from '@opportune/core/ports/facts.ts';
import { setTimeout as pause } from 'node:timers/promises';
import { withNats } from '@opportune/server/adapter/bus-nats/nats-server.test-support.ts';
import { until } from '@opportune/server/adapter/process/processes.test-support.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import { openCluster } from '../support/cluster.test-support.ts';
import { superviseNode } from '../support/supervised-nodes.test-support.ts';
import { BookkeepingVisitor } from './clients.test-support.ts';
import { factsInClickhouse, factsOfCluster, timesStored } from './stored-events.test-support.ts';

const origin = 'https://shop.example';
const patienceMs = 120_000;

/** How often each event is in these facts. */
async function stored(
  opened: Promise<FactStore>,
  account: AccountId,
): Promise<ReadonlyMap<string, number>> {
  const facts = await opened;
  try {
    return await timesStored(facts, account, 'late.');
  } finally {
    await facts.close();
  }
}

describe('facts that arrive late', withNats, () => {
  it(
    '[CL21.2] an insert of a stopped node that arrives after another node has its name is not counted',
    { timeout: 900_000 },
    async (t) => {
      const cluster = await openCluster(1);
      const opened: { close(): Promise<void> | void }[] = [cluster];
      t.after(async () => {
        for (const each of opened.toReversed()) await each.close();
      });
      const first = await superviseNode(cluster);
      opened.push(first);
      await first.ready;
      const owner = await cluster.accountAt('1');
      const account = AccountId.parse(owner.account);
      const { body: site } = await owner.call('POST', '/sites', { name: 'S', origins: [origin] });
      const port = Number(new URL(cluster.url).port);
      const target = { port, writeKey: site.writeKey, origin };
      const visitor = new BookkeepingVisitor(target, 'late', 100);
      opened.push(visitor);
      await until('the visitor is served', () => visitor.acknowledged.size > 0, patienceMs);
      const second = await superviseNode(cluster);
      opened.push(second);
      await until('another node waits', () => second.output().includes('waits for a name'));

      first.lines.clickhouse.trouble({ type: 'stall' });
      // Longer than events are gathered.
      await pause(2000);
      assert.ok(first.lines.clickhouse.waitingBytes() > 0, 'an insert is on its way');
      first.signal('SIGSTOP');
      const acknowledged = visitor.acknowledged.size;
      await second.ready;
      await until(
        'the visitor goes on',
        () => visitor.acknowledged.size > acknowledged + 20,
        patienceMs,
      );
      first.lines.clickhouse.trouble({ type: 'none' });
      await until('ClickHouse has taken the late rows', async () => {
        const all = await stored(factsInClickhouse(cluster), account);
        return [...all.values()].some((times) => times > 1);
      });
      const counted = await stored(factsOfCluster(cluster), account);
      assert.ok([...counted.values()].every((times) => times === 1));
      const lost = [...visitor.acknowledged].filter((id) => counted.get(id) !== 1);
      assert.deepEqual(lost, []);
    },
  );
});
