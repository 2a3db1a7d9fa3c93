import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { rateBudgets } from '@opportune/protocol/budgets.ts';
import { openMemoryBudgets } from '../../adapter/budgets-memory.ts';
import { chargedSessions } from './charged-sessions.ts';
import type { Principal } from './principal.ts';

const { burst } = rateBudgets['lookups.address'];
// The test reads nothing of the principal.
const ada = { session: 'ada' } as Principal;

function open() {
  let asked = 0;
  const good = new Set(['good', 'another']);
  const find = chargedSessions(
    {
      async findSession(token) {
        asked++;
        return good.has(token) ? ada : null;
      },
    },
    openMemoryBudgets({ now: () => 1000 }),
  );
  return { find, good, asked: () => asked };
}

async function flood(find: ReturnType<typeof open>['find'], payer: string): Promise<void> {
  for (let token = 0; token < burst; token++) assert.equal(await find(`bad ${token}`, payer), null);
}

describe('[I22] sessions that do not exist', () => {
  it('are charged to their address, and then no longer looked up in the database', async () => {
    const { find, asked } = open();
    await flood(find, 'flood');
    await assert.rejects(find('one more', 'flood'), ({ problem }) => {
      assert.partialDeepStrictEqual(problem, { code: 'rate.address', retryAfterMs: 100 });
      return true;
    });
    assert.equal(asked(), burst);
    assert.equal(await find('bad', 'elsewhere'), null);
  });

  it('do not lock out users who were signed in behind the same address', async () => {
    const { find } = open();
    assert.equal(await find('good', 'office'), ada);
    await flood(find, 'office');
    await assert.rejects(find('another', 'office'));
    assert.equal(await find('good', 'office'), ada);
  });

  it('are charged again once they have ended', async () => {
    const { find, good } = open();
    await find('good', 'office');
    good.delete('good');
    assert.equal(await find('good', 'office'), null);
    await flood(find, 'office').catch(() => {});
    await assert.rejects(find('good', 'office'));
  });

  it('cost nothing if they exist', async () => {
    const { find } = open();
    for (let count = 0; count < burst * 2; count++) assert.equal(await find('good', 'a'), ada);
  });
});
