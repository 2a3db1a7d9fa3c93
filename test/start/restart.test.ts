// A restart in which one of the processes is killed at the worst time, or the successor does not
// start. Either one server serves, or nothing is left. What was acknowledged is stored [RS3] [RS4].
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { migratedDataFolder } from '@opportune/server/adapter/engines.test-support.ts';
import { until } from '@opportune/server/adapter/process/processes.test-support.ts';
import { openStaying, storedMessages } from '../support/staying-product.test-support.ts';
import { left, pidsOf, ready } from '../support/started-script.test-support.ts';

describe('a restart in which something goes wrong', () => {
  it(
    '[RS3] [RS4] leaves the old server if the successor fails, the successor if the old server is killed, and nothing if the script is killed',
    { timeout: 180_000 },
    async (t) => {
      const folder = await migratedDataFolder();
      const product = await openStaying(folder, { conversations: 3 });
      t.after(async () => {
        await product.close();
        folder.remove();
      });
      const { started, url } = product;
      const answers = async () =>
        fetch(`${url}/healthz`).then(
          ({ status }) => status === 200,
          () => false,
        );
      const servers = () => pidsOf(folder, 'main.ts');
      const [first = 0] = servers();

      const successorOf = async (one: number): Promise<number> => {
        started.child.kill('SIGUSR2');
        await until('a successor starts', () => servers().some((pid) => pid !== one), 60_000);
        return servers().find((pid) => pid !== one) ?? 0;
      };

      process.kill(await successorOf(first), 'SIGKILL');
      await until('it is said', () => started.output().includes('The server goes on.'));
      assert.deepEqual(servers(), [first]);
      assert.equal(await answers(), true);

      const second = await successorOf(first);
      process.kill(first, 'SIGKILL');
      await ready(started, 2);
      assert.deepEqual(servers(), [second]);
      await until('everybody is back', () => product.settled(), 60_000);

      await successorOf(second);
      started.child.kill('SIGKILL');
      await until('nothing is left', () => left(folder, started).length === 0, 30_000);
      const stored = await storedMessages(folder, product.account);
      for (const { known } of product.visitors)
        for (const [id, sequence] of known)
          assert.equal(stored.find((message) => message.id === id)?.sequence, sequence, id);
    },
  );
});
