import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Condition } from '@opportune/protocol/campaign/condition.ts';
import { eventName } from '@opportune/protocol/behaviour/event.ts';
import { campaign, content } from '../../../world/test/shop.test-support.ts';
import { evaluateAt } from '../../view/explain.ts';
import { Visit } from '../../test/visit.test-support.ts';

const rich: Condition = { score: { fact: 'cart.total', rises: 100, falls: 20 } };
const named = [campaign({ id: 'c', moment: rich, variants: [content()] })];

function cart(visit: Visit, total: number): Visit {
  return visit.after(5).track(eventName.cartUpdated, { total, items: 1 }).after(5);
}

function holds(visit: Visit): boolean | undefined {
  return visit.explain()[0]?.moment.holds;
}

/** The same visit twice: as it happened, and restored from its log. */
function bothWays(play: (visit: Visit) => void): readonly (boolean | undefined)[] {
  const lasting = new Visit([]);
  play(lasting);
  const broken = new Visit([]);
  play(broken);
  return [holds(lasting), holds(broken.crash())];
}

test('[B7] [R1] a score that rose and half fell before it was named is not raised, restored or not', () => {
  const both = bothWays((visit) => {
    cart(cart(visit.page('/a'), 150), 50).refresh({ campaigns: named });
  });
  assert.deepEqual(both, [false, false]);
});

test('[B7] [R1] a score that rose after it was named, or was raised then, stays raised half fallen, restored or not', () => {
  const since = bothWays((visit) => {
    cart(cart(cart(visit.page('/a'), 10).refresh({ campaigns: named }), 150), 50);
  });
  const then = bothWays((visit) => {
    cart(cart(visit.page('/a'), 150).refresh({ campaigns: named }), 50);
  });
  assert.deepEqual(
    [since, then],
    [
      [true, true],
      [true, true],
    ],
  );
});

test('[B7] [R1] a score that was not named for a while starts anew, restored or not', () => {
  const both = bothWays((visit) => {
    cart(visit.page('/a').refresh({ campaigns: named }), 150).refresh({ campaigns: [] });
    cart(visit, 50).refresh({ campaigns: named });
  });
  assert.deepEqual(both, [false, false]);
});

test('[B7] [R2] a decision at the instant its score was first named is explained as it was made', () => {
  const visit = cart(new Visit([]).page('/a'), 150).refresh({ campaigns: named });
  const [decision] = visit.decisions;
  assert.ok(decision !== undefined);
  const { stored: events, decisions, conversions, context } = visit;
  const log = { events, decisions, conversions };
  const replayed = evaluateAt(decision, log, context.configuration, context.availability);
  assert.deepEqual(replayed, decision.reasons);
});
