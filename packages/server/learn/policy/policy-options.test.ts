// The delays from which a campaign's policy may draw.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Optimise } from '@opportune/protocol/campaign/campaign.ts';
import { delaysOf } from './policy-options.ts';

const delays = (from: number, until: number) =>
  delaysOf(Optimise.parse({ delayS: { from, until } }));

test('now is always among the delays, with both bounds and one between', () => {
  assert.deepEqual(delays(15, 60), [0, 15, 30, 60]);
  assert.deepEqual(delays(0, 60), [0, 30, 60]);
  assert.deepEqual(delays(30, 30), [0, 30]);
});

test('without a longest delay nothing waits', () => {
  assert.deepEqual(delays(0, 0), [0]);
});
