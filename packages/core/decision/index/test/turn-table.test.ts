import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Condition } from '@opportune/protocol/campaign/condition.ts';
import { VisitorId } from '@opportune/protocol/ids.ts';
import type { Leaf } from '../../../behaviour/leaves/leaf.ts';
import { RecentWalk } from '../../../behaviour/recent/recent-walk.ts';
import { RankSet } from '../../../world/rank-set.ts';
import {
  account,
  availability,
  campaign,
  configuration,
  content,
  event,
  noon,
  site,
} from '../../../world/test/shop.test-support.ts';
import { compileConfiguration } from '../../configuration/compile.ts';
import { step } from '../../engine.ts';
import { newVisitor } from '../../state/state.ts';
import { TurnTable } from '../turn-table.ts';

interface Turned {
  /** How often the leaf was evaluated. */
  readonly asked: number;
  readonly touched: boolean;
  readonly brought: boolean;
}

/** What the newest of these events changes, for one leaf of campaign 7 with gate 3. */
function turnedBy(
  come: readonly string[],
  moment: Condition,
  { negated = false, sure = false } = {},
): Turned {
  const compiled = compileConfiguration(
    configuration([campaign({ id: 'a', moment, variants: [content()] })]),
  );
  const state = newVisitor(account, site, VisitorId.parse('anna'));
  for (const [at, name] of come.entries())
    step(
      state,
      { type: 'event', event: event(name, noon + at * 1000, at + 1) },
      {
        configuration: compiled,
        availability: availability(1),
        now: noon + at * 1000,
        nextOrdinal: () => 1000 + at,
        reachable: true,
      },
    );
  const [leaf] = compiled.campaigns[0]?.moment.leaves ?? [];
  assert.ok(leaf?.watch.type === 'events' && state.seen !== null);
  let asked = 0;
  const counting: Leaf = { ...leaf, test: (scene) => (asked++, leaf.test(scene)) };
  const read = negated
    ? { rising: [], falling: [], either: [7] }
    : { rising: [7], falling: [7], either: [] };
  const [pattern] = leaf.watch.patterns;
  assert.ok(pattern !== undefined);
  const turning = new Map([[pattern, [{ leaf: counting, sure, gate: 3, ...read }]]]);
  const table = new TurnTable(turning, new RecentWalk());
  const touched = new RankSet();
  const scene = { profile: state, now: noon + come.length * 1000, availability: availability(1) };
  table.addCome(pattern.id, scene, touched, state.seen);
  return { asked, touched: touched.has(7), brought: state.seen.brought.has(3) };
}

const thrice: Condition = { performed: { event: 'Asked' }, count: { op: 'gte', value: 3 } };
const once: Condition = { performed: { event: 'Asked' } };
const inOrder: Condition = { sequence: [{ event: 'Began' }, { event: 'Asked' }] };
const no: Turned = { asked: 0, touched: false, brought: false };
const yes: Turned = { asked: 1, touched: true, brought: true };

test('[D2] a leaf that waits for the third such event is evaluated by the first two and touches nothing', () => {
  assert.deepEqual(turnedBy(['Asked', 'Other', 'Asked'], thrice), no);
  assert.deepEqual(turnedBy(['Asked', 'Asked', 'Other', 'Asked'], thrice), yes);
});

test('[D2] a leaf that one such event makes true is not evaluated when it comes', () => {
  assert.deepEqual(turnedBy(['Other', 'Asked'], once, { sure: true }), { ...yes, asked: 0 });
  assert.deepEqual(turnedBy(['Other', 'Asked'], once), yes);
});

test('[D2] the last step of a sequence evaluates the leaf only if the other steps may have come', () => {
  assert.deepEqual(turnedBy(['Other', 'Asked'], inOrder), no);
  assert.deepEqual(turnedBy(['Began', 'Asked'], inOrder), yes);
  assert.deepEqual(turnedBy(['Asked', 'Began', 'Other'], inOrder), { ...no, asked: 1 });
});

test('[D2] upper limits and negated leaves require no event', () => {
  const few: Condition = { performed: { event: 'Asked' }, count: { op: 'lte', value: 1 } };
  assert.deepEqual(turnedBy(['Asked'], few), yes);
  assert.equal(turnedBy(['Other', 'Asked'], inOrder, { negated: true }).touched, true);
});
