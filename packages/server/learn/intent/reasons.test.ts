// When a reason of a score no longer applies to a visit.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { featureNames } from '@opportune/core/learning/intent/visit-features.ts';
import type { IntentReason } from '@opportune/protocol/behaviour/intent.ts';
import { isOutdated } from './reasons.ts';

/** The current values of a visit. Unnamed ones are 0. */
function valuesOf(now: Readonly<Record<string, number>>): Float64Array {
  return Float64Array.from(featureNames, (name) => now[name] ?? 0);
}

const cases: readonly [string, Omit<IntentReason, 'weight'>, Record<string, number>, boolean][] = [
  ['nothing in the cart, now filled', { feature: 'cartItems', value: 0 }, { cartItems: 1 }, true],
  ['nothing in the cart, still', { feature: 'cartItems', value: 0 }, {}, false],
  ['a cart of 49, now of 289', { feature: 'cartTotal', value: 49 }, { cartTotal: 289 }, true],
  ['no search, now one', { feature: 'searches', value: 0 }, { searches: 1 }, true],
  ['two searches, now three', { feature: 'searches', value: 2 }, { searches: 3 }, false],
  ['about to leave, now not', { feature: 'leaving', value: 1 }, {}, true],
  ['two pages, now five', { feature: 'pages', value: 2 }, { pages: 5 }, false],
  ['no attention, now some', { feature: 'dwell', value: 0 }, { dwell: 90 }, false],
  ['on a phone', { feature: 'device', value: 1 }, { device: 1 }, false],
  ['what is not known here', { feature: 'of-another-version', value: 1 }, {}, false],
];

for (const [name, reason, now, outdated] of cases) {
  test(`[Q3] ${name}: ${outdated ? 'is sent again' : 'stays'}`, () => {
    assert.equal(isOutdated({ ...reason, weight: 1 }, valuesOf(now)), outdated);
    const both = { feature: 'pages', value: 1, weight: 1, beside: reason };
    assert.equal(isOutdated(both, valuesOf({ pages: 1, ...now })), outdated, 'beside another');
  });
}
