// The learner is repeatable, leaves control alone, and stops inviting if a chat gains nothing.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { playLearner } from './learner.ts';
import { playProduct } from './product.ts';
import { momentsOf, playRules } from './rules.ts';
import { drawStream } from './stream.ts';
import { tunedFor } from './tuned.ts';
import { worlds } from './worlds.ts';
import { rounds } from '../../test/support/proof-size.test-support.ts';

function played(name: string, visitors: number, seed: number) {
  const world = worlds.find((each) => each.name === name);
  assert.ok(world !== undefined);
  const stream = drawStream(world, visitors, seed);
  const { rules } = tunedFor(world);
  const bits = momentsOf(stream, rules, true);
  const learner = playLearner(stream, bits, { measuredFrom: 0, seed });
  return { learner, rule: playRules(stream, rules) };
}

test('the same stream and seed give the same result', () => {
  const play = () => played('moments', rounds({ usual: 5000, full: 25_000 }), 4);
  assert.deepEqual(play(), play());
});

test('the product’s own path is repeatable, and at first keeps agents about as busy as the rule does', () => {
  const world = worlds.find(({ name }) => name === 'steady');
  assert.ok(world !== undefined);
  const stream = drawStream(world, 1_000, 4);
  const { rules } = tunedFor(world);
  const [rule] = rules;
  assert.ok(rule !== undefined);
  const play = () => playProduct(stream, rule, { measuredFrom: 0, seed: 4 });
  const played = play();
  assert.deepEqual(play(), played);
  const { busyS } = playRules(stream, rules);
  assert.ok(
    played.busyS > 0.7 * busyS && played.busyS < 1.3 * busyS,
    `${played.busyS} of ${busyS}`,
  );
});

test('if a chat gains nothing, the learner keeps agents less busy than the rule does', () => {
  const { learner, rule } = played('no-gain', 40_000, 7000);
  assert.ok(learner.busyS < rule.busyS);
});
