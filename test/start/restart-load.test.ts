// A restart that nobody notices: the old server leaves when its successor is ready, and the
// successor continues everybody's connections. The real script runs with open conversations [RS1]
// [RS2] [RS6]. The bench measures the waits of a thousand conversations (`npm run bench --
// restart`). Here the waits are printed and bounded.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  migratedDataFolder,
  type TestFolder,
} from '@opportune/server/adapter/engines.test-support.ts';
import {
  openStaying,
  type Staying,
  storedMessages,
} from '../support/staying-product.test-support.ts';
import { rounds } from '../support/proof-size.test-support.ts';
import { pidsOf } from '../support/started-script.test-support.ts';

const conversations = rounds({ usual: 40, full: 100 });
/** Far above what an idle machine needs. The printed figures show the real waits. */
const bounds = { medianMs: 1_000, worstMs: 8_000 };
/**
 * The number of visitors whose frame stays half read or half answered for longer than the old
 * server could wait.
 */
const cut = 5;

describe(`a restart with ${conversations} open conversations`, () => {
  let folder: TestFolder;
  let product: Staying;
  before(async () => {
    folder = await migratedDataFolder();
    product = await openStaying(folder, { conversations });
  });
  after(async () => {
    await product.close();
    folder.remove();
  });

  it(
    '[RS1] [RS6] keeps the engines, the port, all connections and every conversation with its agent, and nobody waits long',
    { timeout: 240_000 },
    async (t) => {
      const engines = ['engine-host.ts', '/postgres -D'].flatMap((word) => pidsOf(folder, word));
      const [server] = pidsOf(folder, 'main.ts');
      const agents = product.visitors.map(({ agent }) => agent);
      assert.ok(
        agents.every((agent) => agent !== null),
        'everybody has an agent',
      );
      await product.restartWhileTalking();
      assert.deepEqual(
        ['engine-host.ts', '/postgres -D'].flatMap((word) => pidsOf(folder, word)),
        engines,
      );
      assert.notDeepEqual(pidsOf(folder, 'main.ts'), [server]);
      assert.deepEqual(
        product.visitors.map(({ agent }) => agent),
        agents,
      );
      const { away, acknowledged, delivered } = product.waits;
      const worst = Math.max(...away, ...acknowledged, ...delivered);
      t.diagnostic(
        `${away.length} of ${conversations + product.agents.length} lost their line; ${delivered.length} messages: acknowledged after ${median(acknowledged).toFixed(0)} ms (median), with the other side after ${median(delivered).toFixed(0)}, at most ${worst.toFixed(0)} ms`,
      );
      assert.ok(away.length <= cut, `${away.length} had to come back`);
      assert.ok(median(acknowledged) < bounds.medianMs && median(delivered) < bounds.medianMs);
      assert.ok(worst < bounds.worstMs, `${worst} ms`);
    },
  );

  it('[RS2] lost or doubled nothing that was acknowledged', { timeout: 60_000 }, async () => {
    await product.stop();
    const stored = await storedMessages(folder, product.account);
    for (const { known, conversation } of product.visitors) {
      const own = stored.filter((message) => message.conversation === conversation);
      assert.deepEqual(
        own.map(({ sequence }) => sequence),
        own.map((_, at) => at + 1),
        'gapless',
      );
      const byId = new Map(own.map(({ id, sequence }) => [id, sequence]));
      assert.equal(byId.size, own.length);
      for (const [id, sequence] of known) assert.equal(byId.get(id), sequence, id);
    }
  });
});

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}
