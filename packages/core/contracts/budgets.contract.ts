// The contract of every implementation of budgets: it charges all or nothing, refills with time and
// never lets one payer use another's budget.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { rateBudgets } from '@opportune/protocol/budgets.ts';
import type { Budgets } from '../ports/budgets.ts';

export interface BudgetsSubject {
  readonly budgets: Budgets;
  advance(ms: number): void;
}

/** Runs the suite. `open` gives full budgets in which `bodies.address` has two places. */
export function budgetsContract(name: string, open: () => BudgetsSubject): void {
  const { burst, perSecond } = rateBudgets['events.visitor'];
  const events = (payer: string, amount: number) =>
    ({ budget: 'events.visitor', payer, amount }) as const;
  const requests = (payer: string, amount: number) =>
    ({ budget: 'requests.address', payer, amount }) as const;

  describe(`budgets: ${name}`, () => {
    it('charges up to the burst, then says when to try again', () => {
      const { budgets, advance } = open();
      assert.equal(budgets.charge([events('a', burst)]), 0);
      const waitMs = budgets.charge([events('a', perSecond)]);
      assert.equal(waitMs, 1000);
      advance(waitMs - 1);
      assert.notEqual(budgets.charge([events('a', perSecond)]), 0);
      advance(1);
      assert.equal(budgets.charge([events('a', perSecond)]), 0);
    });

    it('charges all or nothing', () => {
      const { budgets } = open();
      budgets.charge([events('a', burst)]);
      assert.notEqual(budgets.charge([requests('x', 8000), events('a', 1)]), 0);
      assert.equal(budgets.charge([requests('x', 8000)]), 0);
    });

    it('keeps payers and budgets apart', () => {
      const { budgets } = open();
      budgets.charge([events('a', burst)]);
      assert.equal(budgets.charge([events('b', burst), requests('a', 1)]), 0);
    });

    it('accepts more than the burst once the budget is full', () => {
      const { budgets } = open();
      assert.equal(budgets.charge([events('a', burst * 10)]), 0);
      assert.notEqual(budgets.charge([events('a', 1)]), 0);
    });

    it('charges as much as there is if requested', () => {
      const { budgets } = open();
      assert.equal(budgets.chargeUpTo(events('a', burst - 10)), burst - 10);
      assert.equal(budgets.chargeUpTo(events('a', 50)), 10);
      assert.equal(budgets.chargeUpTo(events('a', 50)), 0);
    });

    it('has debts repaid before more is charged', () => {
      const { budgets, advance } = open();
      budgets.charge([events('a', burst)]);
      budgets.owe([events('a', perSecond)]);
      advance(1000);
      assert.notEqual(budgets.charge([events('a', 1)]), 0);
      advance(1000);
      assert.equal(budgets.charge([events('a', perSecond)]), 0);
    });

    it('takes back what was not used, up to the burst', () => {
      const { budgets } = open();
      budgets.charge([events('a', 10)]);
      budgets.refund([events('a', 1000)]);
      assert.equal(budgets.chargeUpTo(events('a', burst + 1)), burst);
    });

    it('gives places until all are taken, to each payer its own', () => {
      const { budgets } = open();
      const place = (payer: string) => [{ budget: 'bodies.address', payer } as const];
      const leave = budgets.enter(place('a'));
      assert.ok(leave !== null && budgets.enter(place('a')) !== null);
      assert.equal(budgets.enter(place('a')), null);
      assert.notEqual(budgets.enter(place('b')), null);
      leave();
      leave();
      assert.notEqual(budgets.enter(place('a')), null);
      assert.equal(budgets.enter(place('a')), null);
    });

    it('takes a place of each or of none', () => {
      const { budgets } = open();
      const body = { budget: 'bodies.address', payer: 'a' } as const;
      const session = { budget: 'sessions.address', payer: 'a' } as const;
      budgets.enter([body]);
      budgets.enter([body]);
      assert.equal(budgets.enter([session, body]), null);
    });
  });
}
