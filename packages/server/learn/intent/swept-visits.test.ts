// Inputs after a visit was learnt: a browser that is still connected, an agent who ends late, a
// delayed report. None of them is a visit.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileConfiguration } from '@opportune/core/decision/configuration/compile.ts';
import { newVisitor, step, type Input } from '@opportune/core/decision/engine.ts';
import {
  availability,
  configuration,
  event,
  noon,
  purchase,
} from '@opportune/core/world/test/shop.test-support.ts';
import { AccountLearner } from './account-learner.ts';
import { newGoalModel, type GoalModel } from './goal-model.ts';

const minuteMs = 60_000;

interface Followed {
  readonly learner: AccountLearner;
  readonly known: GoalModel;
  take(input: Input, now: number): void;
}

/** One visitor, whose steps a learner follows. */
function followed(): Followed {
  const learner = new AccountLearner(0);
  const known = newGoalModel(purchase.id, noon, 0);
  learner.models = [known];
  const compiled = compileConfiguration(configuration([]));
  const anna = event('Page', noon, 0);
  const state = newVisitor(anna.account, anna.site, anna.visitor);
  let ordinal = 1000;
  return {
    learner,
    known,
    take(input, now) {
      const context = {
        ...{ configuration: compiled, availability: availability(1), now, reachable: true },
        nextOrdinal: () => ++ordinal,
      };
      learner.followed(state, step(state, input, context));
    },
  };
}

const page = (at: number, ordinal: number, path: string): Input => ({
  type: 'event',
  event: event('Page', at, ordinal, { path }),
});

test('[Q6] a visit is learnt once, whatever comes after it', () => {
  const { learner, known, take } = followed();
  take(page(noon, 1, '/a'), noon);
  const over = noon + 40 * minuteMs;
  learner.sweep(over, 100);
  const server = { trust: 'server' } as const;
  const behind: readonly Input[] = [
    { type: 'refresh' },
    { type: 'wake' },
    { type: 'event', event: event('Conversation Ended', over, 2, server) },
    { type: 'event', event: event('Product Viewed', over, 3, { at: noon + minuteMs }) },
    { type: 'refresh' },
  ];
  for (const [at, input] of behind.entries()) {
    take(input, over);
    learner.sweep(over + (at + 1) * 40 * minuteMs, 100);
  }
  const { pageValues, seen } = known.model;
  assert.deepEqual([pageValues.visits, pageValues.pages.get('/a')?.visits, seen], [1, 1, 1]);
});

test('[Q6] the next visit of the same visitor is another, and is learnt from its first event on', () => {
  const { learner, known, take } = followed();
  take(page(noon, 1, '/a'), noon);
  const back = noon + 40 * minuteMs;
  learner.sweep(back, 100);
  take({ type: 'refresh' }, back);
  take(page(back, 2, '/b'), back);
  take({ type: 'refresh' }, back + 1000);
  take(page(back + 2000, 3, '/c'), back + 2000);
  learner.sweep(back + 40 * minuteMs, 100);
  const { pageValues, seen } = known.model;
  assert.deepEqual([pageValues.visits, seen], [2, 2]);
  assert.deepEqual([...pageValues.pages.keys()], ['/a', '/b', '/c']);
});

test('[Q7] an imported visit is left to the past: live it reaches no goal', () => {
  const { learner, known, take } = followed();
  const imported = { imported: true, path: '/a', at: noon - 60 * minuteMs };
  take({ type: 'event', event: event('Page', noon, 1, imported) }, noon);
  take({ type: 'event', event: event('Order Completed', noon, 2, imported) }, noon);
  learner.sweep(noon + 40 * minuteMs, 100);
  assert.equal(known.model.pageValues.visits, 0);
});
