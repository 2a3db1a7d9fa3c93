// A restart that people hardly notice: the one who serves leaves when its successor is ready. The real
// script with conversations under way [RS1] [RS2]. How long a thousand of them wait is a bench's matter
// (`npm run bench -- restart`): here it is printed, and only bounded.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type TestFolder, testDataFolder } from '@opportune/server/adapter/engines.test-support.ts';
import {
  openStaying,
  type Staying,
  storedMessages,
} from '../support/staying-product.test-support.ts';
import { pidsOf } from '../support/started-script.test-support.ts';

const conversations = 100;
/** Far above what an idle machine needs: what is printed says how long it was. */
const bounds = { medianMs: 15_000, worstMs: 30_000 };

describe(`a restart with ${conversations} open conversations`, () => {
  let folder: TestFolder;
  let product: Staying;
  before(async () => {
    folder = testDataFolder();
    product = await openStaying(folder, { conversations });
  });
  after(async () => {
    await product.close();
    folder.remove();
  });

  it(
    '[RS1] keeps the engines, the port and every conversation with its agent, and nobody waits long',
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
      const { away, acknowledged } = product.waits();
      const worst = Math.max(...away, ...acknowledged);
      t.diagnostic(
        `away: median ${median(away).toFixed(0)}, most ${Math.max(...away).toFixed(0)} ms; until acknowledged: median ${median(acknowledged).toFixed(0)}, most ${Math.max(...acknowledged).toFixed(0)} ms`,
      );
      assert.equal(
        away.length,
        conversations + product.agents.length,
        'everybody had to come back once',
      );
      assert.ok(
        median(away) < bounds.medianMs && worst < bounds.worstMs,
        `${median(away)}, ${worst} ms`,
      );
    },
  );

  it('[RS2] lost and doubled nothing that was acknowledged', { timeout: 60_000 }, async () => {
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
