import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AccountId, SiteId } from '@opportune/protocol/ids.ts';
import { openMemoryBudgets } from '../adapter/budgets-memory.ts';
import { leastEventBytes, WorkMeter, workUnits } from './charging.ts';

test('[I17] an event is charged as at least 128 bytes, because a short one costs as much to admit and show', () => {
  const bytes = Buffer.from('{"events":[0,0,0]}');
  const missing = 3 * (leastEventBytes - 1);
  assert.equal(workUnits(bytes, [1, 1, 1]), workUnits(bytes) + 4 * missing);
  assert.equal(workUnits(bytes, [leastEventBytes, 4000]), workUnits(bytes));
});

for (const refusing of ['work.key', 'work.account', 'work.process'] as const)
  test(`[I17] an address pays for what was unpacked for it, even if ${refusing} refuses it`, () => {
    const rates = {
      'work.address': { perSecond: 1, burst: 1000, payers: 10 },
      [refusing]: { perSecond: 1, burst: 100, payers: 10 },
    };
    const budgets = openMemoryBudgets({ now: () => 0 }, { rates });
    const grant = { account: AccountId.parse('a'), site: SiteId.parse('s'), keyId: null };
    const meter = new WorkMeter(budgets, { ...grant, trust: 'page' }, 'address');
    assert.equal(meter.charge(100, 60), null);
    const refused = meter.charge(100, 60);
    assert.ok((refused?.retryAfterMs ?? 0) > 0);
    const left = budgets.chargeUpTo({ budget: 'work.address', payer: 'address', amount: 1000 });
    assert.equal(left, 1000 - 100 - 60);
  });

test('[I17] refusing a client beyond its budget costs less than 50 µs of processor time, with its answer', () => {
  const rates = { 'work.address': { perSecond: 1, burst: 100, payers: 10 } };
  const budgets = openMemoryBudgets({ now: () => 0 }, { rates });
  const grant = { account: AccountId.parse('a'), site: SiteId.parse('s'), keyId: null };
  const meter = new WorkMeter(budgets, { ...grant, trust: 'page' }, 'address');
  while (meter.charge(100, 60) === null);
  const refusals = 5000;
  let answered = 0;
  const refuseAll = (): void => {
    for (let nth = 0; nth < refusals; nth++) {
      const refused = meter.charge(100, 60);
      if (refused !== null) answered += JSON.stringify(refused).length;
    }
  };
  refuseAll();
  const begun = process.cpuUsage();
  refuseAll();
  const { user, system } = process.cpuUsage(begun);
  assert.ok(answered > 2 * 50 * refusals, 'it refuses');
  const us = (user + system) / refusals;
  assert.ok(us < 50, `${us} µs`);
});
