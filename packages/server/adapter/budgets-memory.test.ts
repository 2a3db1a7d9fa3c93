import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { budgetsContract } from '@opportune/core/contracts/budgets.contract.ts';
import { openMemoryBudgets } from './budgets-memory.ts';

function open(numbers: Parameters<typeof openMemoryBudgets>[1] = {}) {
  const time = { now: 1_000_000 };
  const clock = { now: () => time.now };
  return {
    budgets: openMemoryBudgets(clock, numbers),
    advance: (ms: number) => void (time.now += ms),
  };
}

budgetsContract('memory', () => open({ places: { 'bodies.address': 2 } }));

describe('budgets in memory', () => {
  it('forgets the payers unused longest, who start full again', () => {
    const { budgets } = open({
      rates: { 'events.visitor': { perSecond: 1, burst: 10, payers: 4 } },
    });
    const all = (payer: string) =>
      budgets.chargeUpTo({ budget: 'events.visitor', payer, amount: 100 });
    assert.equal(all('first'), 10);
    assert.equal(all('first'), 0);
    for (const payer of ['a', 'b', 'c', 'd', 'e']) assert.equal(all(payer), 10);
    assert.equal(all('first'), 10);
    assert.equal(all('first'), 0);
  });

  it('refuses at less than 50 µs each', () => {
    const { budgets } = open();
    const charges = ['requests.address', 'work.address', 'work.key', 'work.account'].map(
      (budget) => ({ budget, payer: 'a', amount: 1e12 }) as never,
    );
    budgets.charge(charges);
    const from = process.hrtime.bigint();
    const times = 20_000;
    for (let index = 0; index < times; index++) assert.ok(budgets.charge(charges) > 0);
    const each = Number(process.hrtime.bigint() - from) / times / 1000;
    assert.ok(each < 50, `${each} µs`);
  });
});
