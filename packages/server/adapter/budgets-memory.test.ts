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

  it('[OP11] remembers a part of its payers where memory is small, and at least one', () => {
    const { budgets } = open({
      rates: { 'events.visitor': { perSecond: 1, burst: 10, payers: 8 } },
      payers: 0.5,
    });
    const all = (payer: string) =>
      budgets.chargeUpTo({ budget: 'events.visitor', payer, amount: 100 });
    for (const payer of ['first', 'a', 'b', 'c']) assert.equal(all(payer), 10);
    assert.equal(all('c'), 0);
    for (const payer of ['d', 'e', 'f', 'g', 'h']) assert.equal(all(payer), 10);
    assert.equal(all('first'), 10);
    const { budgets: least } = open({ payers: 1e-9 });
    const work = { budget: 'work.process', payer: 'all', amount: 1 } as const;
    least.owe([work]);
    assert.ok(least.chargeUpTo({ ...work, amount: 1e12 }) < 1e12);
  });

  it('[CA7] forgets within a day whoever is not charged any more', () => {
    const { budgets, advance } = open({
      rates: { 'forgot.pair': { perSecond: 1e-9, burst: 10, payers: 100 } },
    });
    const take = (payer: string) =>
      budgets.chargeUpTo({ budget: 'forgot.pair', payer, amount: 100 });
    for (const payer of ['leaves', 'stays']) assert.equal(take(payer), 10);
    for (let hour = 0; hour < 25; hour++) {
      advance(3600_000);
      assert.equal(take('stays'), 0);
    }
    assert.equal(take('leaves'), 10);
  });

  it('shares a budget between networks while little of it is left', () => {
    const shared = { perSecond: 1, burst: 100, payers: 1, sharers: 1000 };
    const { budgets, advance } = open({ rates: { 'sign_in.process': shared } });
    const charge = (sharer: string, amount = 1) =>
      budgets.charge([{ budget: 'sign_in.process', payer: 'all', amount, sharer }]);
    const take = (sharer: string): number => {
      let taken = 0;
      while (charge(sharer) === 0) taken++;
      return taken;
    };
    // Alone it gets half. Each other gets an eighth of the rest.
    assert.equal(take('a'), 51);
    assert.ok(charge('a') > 1000);
    assert.equal(take('b'), 6);
    assert.equal(take('c'), 5);
    for (let n = 0; n < 12; n++) assert.ok(take(`d${n}`) > 0, `network ${n}`);
    // Use is forgotten in the time in which it is refilled.
    advance(200_000);
    assert.equal(take('a'), 51);
  });

  it('forgets what was used by the networks unused longest', () => {
    const shared = { perSecond: 1, burst: 100, payers: 1, sharers: 4 };
    const { budgets } = open({ rates: { 'sign_in.process': shared } });
    const charge = (sharer: string, amount: number) =>
      budgets.charge([{ budget: 'sign_in.process', payer: 'all', amount, sharer }]);
    assert.equal(charge('a', 60), 0);
    assert.ok(charge('a', 1) > 0);
    for (const network of ['b', 'c', 'd', 'e']) assert.equal(charge(network, 1), 0);
    assert.equal(charge('a', 1), 0);
  });

  it('refunds a network’s share together with the charge', () => {
    const shared = { perSecond: 1, burst: 100, payers: 1, sharers: 1000 };
    const { budgets } = open({ rates: { 'sign_in.process': shared } });
    const charge = { budget: 'sign_in.process', payer: 'all', amount: 51, sharer: 'a' } as const;
    assert.equal(budgets.charge([charge]), 0);
    budgets.refund([charge]);
    budgets.owe([{ budget: 'sign_in.process', payer: 'all', amount: 60 }]);
    assert.equal(budgets.charge([{ ...charge, amount: 1 }]), 0);
  });

  it('refuses at less than 50 µs each', () => {
    const { budgets } = open();
    const charges = ['requests.address', 'work.address', 'work.key', 'work.account'].map(
      (budget) => ({ budget, payer: 'a', amount: 1e12 }) as never,
    );
    budgets.charge(charges);
    // The least of ten rounds: what the code costs, not what ran beside it.
    let each = Infinity;
    for (let round = 0; round < 10; round++) {
      const from = process.hrtime.bigint();
      const times = 2_000;
      for (let index = 0; index < times; index++) assert.ok(budgets.charge(charges) > 0);
      each = Math.min(each, Number(process.hrtime.bigint() - from) / times / 1000);
    }
    assert.ok(each < 50, `${each} µs`);
  });
});
