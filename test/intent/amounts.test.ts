// Amounts of every size that a double can have. Whatever a visitor's carts and orders add up to,
// the scores, decisions and stored values can be read back, and the learner goes on scoring. The
// log holds events that the intake would refuse today. Uses real engines. The test sets the clock.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { compileConfiguration } from '@opportune/core/decision/configuration/compile.ts';
import { newVisitor, step } from '@opportune/core/decision/engine.ts';
import type { Effect, StoredEvent } from '@opportune/core/decision/engine.ts';
import type { VisitorState } from '@opportune/core/decision/state/state.ts';
import { learnVisit } from '@opportune/core/learning/intent/intent-model.ts';
import { visitFeatureList } from '@opportune/core/learning/intent/visit-features.ts';
import { optimising } from '@opportune/core/decision/test/optimising.test-support.ts';
import {
  availability,
  configuration,
  event,
  noon,
  purchase,
  site,
} from '@opportune/core/world/test/shop.test-support.ts';
import type { Conversion, Decision } from '@opportune/protocol/campaign/decision.ts';
import type { JsonObject } from '@opportune/protocol/behaviour/event.ts';
import { AccountId, VisitorId } from '@opportune/protocol/ids.ts';
import { testEngines, type TestEngines } from '@opportune/server/adapter/engines.test-support.ts';
import { conversionRow, decisionRow, eventRow } from '@opportune/server/engage/ledger/fact-rows.ts';
import { readLogs } from '@opportune/server/engage/history/visitor-history.ts';
import { AccountLearner } from '@opportune/server/learn/intent/account-learner.ts';
import {
  goalModelOf,
  goalModelText,
  newGoalModel,
} from '@opportune/server/learn/intent/goal-model.ts';
import { rounds } from '../support/proof-size.test-support.ts';

const account = AccountId.parse(`amounts-${randomUUID().slice(0, 8)}`);
const plain = visitFeatureList.map(() => 1);

let engines: TestEngines;
before(async () => {
  engines = await testEngines();
});
after(() => engines.close());

/** JSON numbers are finite. Any finite number may come. */
const amount = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(Number.MAX_VALUE, -Number.MAX_VALUE, 1e308, 5e-324, 1e12, 0),
);
const deed = fc.oneof(
  fc.record({
    name: fc.constantFrom('Product Added', 'Product Removed'),
    properties: fc.record({ product_id: fc.constant('x'), price: amount, quantity: amount }),
  }),
  fc.record({
    name: fc.constant('Cart Updated'),
    properties: fc.record({ total: amount, items: amount }),
  }),
  fc.record({
    name: fc.constantFrom('Order Completed', 'Order Refunded', 'Lead Submitted'),
    properties: fc.record({ order_id: fc.nat(2), total: amount, value: amount }),
  }),
);
const runs = rounds({ usual: 10, full: 50 });
const histories = fc.array(fc.array(deed, { minLength: 1, maxLength: 8 }), {
  minLength: 20,
  maxLength: 20,
});

interface Made {
  readonly events: StoredEvent[];
  readonly decisions: Decision[];
  readonly conversions: Conversion[];
}

/** A learner that scores. */
function readyLearner(): AccountLearner {
  const learner = new AccountLearner(0);
  const goal = newGoalModel(purchase.id, 0, 0);
  for (let at = 0; at < 200; at++)
    learnVisit(
      goal.model,
      plain.map((one) => one * (at % 7)),
      at % 7 === 0,
    );
  learner.models = [goal];
  return learner;
}

const visitorOf = (run: string, at: number): VisitorId => VisitorId.parse(`${run}-${at}`);
const compiled = compileConfiguration({ ...configuration([optimising()]), account });
let ordinal = 0;

function play(
  learner: AccountLearner,
  visitor: VisitorId,
  deeds: readonly { readonly name: string; readonly properties: JsonObject }[],
): Made {
  const made: Made = { events: [], decisions: [], conversions: [] };
  const state: VisitorState = newVisitor(account, site, visitor);
  const product = { name: 'Page', properties: {} };
  for (const [at, { name, properties }] of [...deeds, product].entries()) {
    const now = noon + at * 1000;
    const path = name === 'Page' ? { path: '/product/1' } : {};
    const sent = event(name, now, ++ordinal, { visitor, view: 'v1', properties, ...path });
    const effects = step(
      state,
      { type: 'event', event: { ...sent, account } },
      {
        configuration: compiled,
        availability: availability(1),
        now,
        nextOrdinal: () => ++ordinal,
        reachable: true,
        intent: learner,
      },
    );
    learner.followed(state, effects);
    for (const effect of effects) keep(made, effect);
  }
  for (const sum of [state.cart.total, state.cart.items, state.cart.highest, state.orders.value])
    assert.ok(sum === null || Number.isFinite(sum), String(sum));
  return made;
}

function keep(made: Made, effect: Effect): void {
  if (effect.type === 'store') made.events.push(effect.event);
  if (effect.type === 'decide') made.decisions.push(effect.decision);
  if (effect.type === 'convert') made.conversions.push(effect.conversion);
}

test('promise 8: amounts of every size are stored, read back and learnt, and cause no failure', async () => {
  const learner = readyLearner();
  const [goal] = learner.models;
  assert.ok(goal !== undefined);
  await fc.assert(
    fc.asyncProperty(histories, async (drawn) => {
      const run = randomUUID().slice(0, 8);
      const visitors = drawn.map((_, at) => visitorOf(run, at));
      const made = drawn.map((deeds, at) => play(learner, visitorOf(run, at), deeds));
      await engines.facts.append({
        token: randomUUID(),
        tables: {
          events: made.flatMap(({ events }) => events.map(eventRow)),
          decisions: made.flatMap(({ decisions }) => decisions.map(decisionRow)),
          conversions: made.flatMap(({ conversions }) => conversions.map(conversionRow)),
        },
      });
      const logs = await readLogs(engines.facts, account, visitors, (error) =>
        assert.fail(String(error)),
      );
      for (const [at, visitor] of visitors.entries())
        assert.deepEqual(logs.get(visitor), JSON.parse(JSON.stringify(made[at])));
    }),
    { numRuns: runs, seed: 20_261_122 },
  );
  const before = goal.model.seen;
  learner.sweep(noon + 86_400_000, Infinity);
  assert.ok(goal.model.seen >= before + 16 * runs, 'they were learnt');
  const kept = goalModelOf(goalModelText(goal), { goal: goal.goal, since: 0, through: 0 });
  assert.deepEqual(kept?.model.main, goal.model.main, 'what is learnt can be kept');
  const next = play(learner, visitorOf('next', 0), [{ name: 'Product Added', properties: {} }]);
  assert.ok(next.events[0]?.intent?.every(({ score }) => Number.isFinite(score)));
});
