// The suggested cap of a goal's value, from events counted by hand, on the real store of facts.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { FactRow } from '@opportune/core/ports/facts.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import type { CapQuestion } from '@opportune/protocol/rest/site.ts';
import { testEngines, type TestEngines } from '../../adapter/engines.test-support.ts';
import { suggestedCap } from './suggested-cap.ts';

const dayMs = 86_400_000;
const now = Date.UTC(2026, 4, 1);
const orders: CapQuestion = {
  event: { event: 'Order Completed' },
  value: { type: 'property', path: 'total' },
  key: 'order_id',
};

let engines: TestEngines;
before(async () => {
  engines = await testEngines();
});
after(() => engines.close());

let ordinal = 1;
function order(id: string, properties: object, more: FactRow = {}): FactRow {
  return {
    ...{ site: 's1', visitor: id, visit: `${id}-1`, ordinal: ordinal++, id: randomUUID() },
    ...{ kind: 'track', name: 'Order Completed', trust: 'page', at: now - dayMs },
    ...{ received_at: now - dayMs, properties: JSON.stringify({ order_id: id, ...properties }) },
    ...more,
  };
}

async function shop(rows: readonly FactRow[]): Promise<AccountId> {
  const account = AccountId.parse(`cap-${randomUUID().slice(0, 8)}`);
  const events = rows.map((row) => ({ ...row, account }));
  await engines.facts.append({ token: randomUUID(), tables: { events } });
  return account;
}

const ask = (account: AccountId, goal: CapQuestion = orders) =>
  suggestedCap(engines.facts, account, { ...goal, currency: 'EUR' }, now);
const hundred = Array.from({ length: 100 }, (_, at) => order(`o${at}`, { total: at + 1 }));

describe('[F24] the cap that is suggested', () => {
  it('is what ninety-five of a hundred orders were worth at most, each order once', async () => {
    const reportedAgain = order('o99', { total: 100 }, { trust: 'server' });
    const account = await shop([...hundred, reportedAgain]);
    assert.deepEqual(await ask(account), { cap: 95, events: 100, days: 90 });
  });

  it('ignores values in another currency than the account’s', async () => {
    const yen = hundred.map((_, at) => order(`y${at}`, { total: 16_000, currency: 'JPY' }));
    const own = Array.from({ length: 100 }, (_, at) =>
      order(`o${at}`, { total: at + 1, currency: at % 2 === 0 ? 'EUR' : 'eur' }),
    );
    assert.deepEqual(await ask(await shop([...own, ...yen])), { cap: 95, events: 100, days: 90 });
  });

  it('ignores events that are older, from a bot, of another name, without a value, or not what the goal asks', async () => {
    const dear = { total: 90_000 };
    const account = await shop([
      ...hundred,
      order('old', dear, { at: now - 91 * dayMs }),
      order('robot', dear, { bot: 1 }),
      order('other', dear, { name: 'Order Updated' }),
      ...hundred.slice(0, 30).map((_, at) => order(`none${at}`, {})),
      order('words', { total: 'many' }),
      ...hundred.slice(0, 20).map((_, at) => order(`web${at}`, { total: 7, channel: 'web' })),
    ]);
    const all = await ask(account);
    assert.deepEqual([all.cap, all.events], [94, 120]);
    const where = [{ path: 'channel', op: 'eq' as const, value: 'web' }];
    const web = await ask(account, { ...orders, event: { event: 'Order Completed', where } });
    assert.deepEqual([web.cap, web.events], [7, 20]);
  });

  it('is none if fewer than twenty had a value, or if the value is not a property', async () => {
    const account = await shop(hundred.slice(0, 19));
    assert.deepEqual(await ask(account), { cap: null, events: 19, days: 90 });
    const counted = await ask(account, { ...orders, value: { type: 'none' } });
    assert.deepEqual([counted.cap, counted.events], [null, 0]);
  });

  it('sees nothing of another account', async () => {
    await shop(hundred);
    assert.equal((await ask(await shop([]))).events, 0);
  });
});
