// What is learnt of a visit, and when: one moment before the goal and before an engagement, after
// the visit's gap. Also how predictions are compared with outcomes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileConfiguration } from '@opportune/core/decision/configuration/compile.ts';
import { newVisitor, step } from '@opportune/core/decision/engine.ts';
import type { DecisionContext } from '@opportune/core/decision/engine.ts';
import { mainGoal } from '@opportune/core/decision/configuration/main-goal.ts';
import {
  availability,
  campaign,
  configuration,
  event,
  noon,
  purchase,
} from '@opportune/core/world/test/shop.test-support.ts';
import type { Goal } from '@opportune/protocol/campaign/campaign.ts';
import { GoalId, VisitorId } from '@opportune/protocol/ids.ts';
import { AccountLearner } from './account-learner.ts';
import { calibrationError, calibrationRows, count, newCalibration } from './calibration.ts';
import { goalModelOf, goalModelText, learnEnd, newGoalModel } from './goal-model.ts';
import { scoredGoals } from './learnt-goals.ts';
import { followVisit, isKept, seenFor, type OpenVisit } from './open-visit.ts';

const minuteMs = 60_000;

interface Step {
  readonly name: string;
  readonly path?: string;
  readonly bot?: true;
}
const page = (path: string): Step => ({ name: 'Page', path });

/** A visitor's steps, one per second, and learning's view of the visit after each. */
function play(
  steps: readonly Step[],
  {
    engaged = false,
    learner,
    goals = [purchase],
  }: { engaged?: boolean; learner?: AccountLearner; goals?: readonly Goal[] } = {},
): readonly (OpenVisit | null)[] {
  const seen = { performed: { event: 'Product Viewed' } };
  const compiled = compileConfiguration(
    configuration(engaged ? [campaign({ id: 'c', moment: seen })] : [], { goals: [...goals] }),
  );
  const first = event('Page', noon, 0);
  const state = newVisitor(first.account, first.site, VisitorId.parse('anna'));
  let ordinal = 0;
  let open: OpenVisit | null = null;
  return steps.map(({ name, path, bot = false }, at) => {
    const now = noon + at * 1000;
    const sketch = path === undefined ? {} : { path, view: `view${at}` };
    const context: DecisionContext = {
      configuration: compiled,
      availability: availability(1),
      now,
      nextOrdinal: () => ++ordinal,
      reachable: true,
    };
    const input = {
      type: 'event',
      event: { ...event(name, now, ++ordinal, sketch), bot },
    } as const;
    const effects = step(state, input, context);
    learner?.followed(state, effects);
    open = followVisit(open, state, effects);
    return open === null ? null : { ...open };
  });
}

test('[Q6] a visit gives a moment before its goal, never one that knows of it', () => {
  const order = { name: 'Order Completed' };
  const visits = play([page('/'), page('/cart'), order, page('/thanks')]);
  const last = visits.at(-1);
  assert.deepEqual([...(last?.reached.keys() ?? [])], [purchase.id]);
  const { moments, paths, view } = seenFor(last ?? assert.fail(), purchase.id);
  assert.equal(moments, 2);
  assert.deepEqual(paths, ['/', '/cart']);
  assert.ok((view?.pages ?? 9) <= 2);
});

test('[Q6] a goal learns from a visit until that goal is reached, and other goals continue', () => {
  const lead = { ...purchase, id: GoalId.parse('lead'), event: { event: 'Lead Submitted' } };
  const learner = new AccountLearner(0);
  const models = [newGoalModel(lead.id, noon, 0), newGoalModel(purchase.id, noon, 0)] as const;
  learner.models = models;
  const steps = [page('/'), { name: 'Lead Submitted' }, page('/cart'), { name: 'Order Completed' }];
  const last = play(steps, { learner, goals: [purchase, lead] }).at(-1);
  assert.deepEqual(
    [lead.id, purchase.id].map((goal) => {
      const { moments, paths } = seenFor(last ?? assert.fail(), goal);
      return [moments, paths];
    }),
    [
      [1, ['/']],
      [3, ['/', '/cart']],
    ],
  );
  learner.sweep(noon + 60 * minuteMs, 100);
  assert.deepEqual(
    models.map(({ model }) => [model.reached, [...model.pageValues.pages.keys()]]),
    [
      [1, ['/']],
      [1, ['/', '/cart']],
    ],
  );
});

test('[Q6] no moment is drawn after an engagement was sent, and moments continue without one', () => {
  const steps = [page('/'), { name: 'Product Viewed' }, page('/cart'), page('/help')];
  assert.deepEqual(
    play(steps, { engaged: true }).map((visit) => visit?.moments),
    [1, 2, 2, 2],
  );
  assert.equal(play(steps).at(-1)?.moments, 4);
});

test('[Q6] each moment of a visit is as likely to be the one', () => {
  const counts = [0, 0, 0, 0];
  for (let at = 0; at < 2000; at++) {
    const kept = [1, 2, 3, 4].findLast((moment) => isKept(`visit ${at}`, moment)) ?? 0;
    counts[kept - 1] = (counts[kept - 1] ?? 0) + 1;
  }
  for (const each of counts) assert.ok(each > 420 && each < 580, counts.join(' '));
});

test('[Q6] a visit is learnt once, when it has had its gap', () => {
  const learner = new AccountLearner(0);
  const known = newGoalModel(purchase.id, noon, 0);
  learner.models = [known];
  play([page('/'), page('/cart')], { learner });
  assert.equal(learner.sweep(noon + 29 * minuteMs, 100), false);
  assert.equal(known.model.seen, 0);
  learner.sweep(noon + 31 * minuteMs, 100);
  learner.sweep(noon + 32 * minuteMs, 100);
  assert.equal(known.model.seen, 1);
  assert.equal(known.through, noon + 2 * minuteMs);
});

test('[Q2] a visit of whom is recognised as a bot on the way is not learnt', () => {
  const learner = new AccountLearner(0);
  const known = newGoalModel(purchase.id, noon, 0);
  learner.models = [known];
  play([page('/'), page('/cart'), { ...page('/help'), bot: true }, page('/')], { learner });
  learner.sweep(noon + 60 * minuteMs, 100);
  assert.equal(known.model.seen, 0);
});

test('[Q6] a visit that began before learning did is left to the past', () => {
  const learner = new AccountLearner(noon + 1);
  const known = newGoalModel(purchase.id, noon, 0);
  learner.models = [known];
  play([page('/')], { learner });
  learner.sweep(noon + 60 * minuteMs, 100);
  assert.equal(known.model.seen, 0);
});

test('[Q5] nobody is scored before enough visits reached the goal', () => {
  const learner = new AccountLearner(0);
  const known = newGoalModel(purchase.id, noon, 0);
  learner.models = [known];
  const [visit] = play([page('/')]);
  assert.ok(visit);
  const anna = event('Page', noon, 0);
  const state = newVisitor(anna.account, anna.site, anna.visitor);
  step(
    state,
    { type: 'event', event: event('Page', noon, 1, { path: '/' }) },
    {
      configuration: compileConfiguration(configuration([])),
      availability: availability(1),
      now: noon,
      nextOrdinal: () => 2,
      reachable: true,
    },
  );
  const reached = new Map([[purchase.id, visit]]);
  for (let at = 0; at < 99; at++)
    learnEnd(known, { ...visit, reached: at % 10 === 0 ? reached : new Map() });
  assert.deepEqual(learner.scores(state, noon), []);
  learnEnd(known, visit);
  assert.equal(learner.scores(state, noon).length, 1);
});

test('a stored model reads back unchanged, and any other text as nothing', () => {
  const known = newGoalModel(purchase.id, noon, noon);
  for (const visit of play([page('/'), page('/cart')])) if (visit) learnEnd(known, visit);
  const back = goalModelOf(goalModelText(known), { goal: purchase.id, since: noon, through: noon });
  assert.deepEqual(back?.model, known.model);
  assert.equal(goalModelOf('{"model":1}', { goal: purchase.id, since: 0, through: 0 }), null);
});

test('[Q8] predictions are held against what happened, range by range', () => {
  const counts = newCalibration();
  for (let at = 0; at < 100; at++) count(counts, 0.1, at < 12);
  for (let at = 0; at < 50; at++) count(counts, 0.5, at < 25);
  assert.deepEqual(
    calibrationRows(counts).map(({ visits, happened }) => [visits, happened]),
    [
      [100, 0.12],
      [50, 0.5],
    ],
  );
  assert.ok(Math.abs((calibrationError(counts) ?? 1) - 2 / 150) < 1e-9);
  assert.equal(calibrationError(newCalibration()), null);
});

test('[Q4] the goal with money is the main one, and goals of running campaigns are scored too', () => {
  const lead = { ...purchase, id: GoalId.parse('lead'), value: { type: 'none' } } as const;
  const shop = configuration([], { goals: [lead, purchase] });
  assert.equal(mainGoal(shop), purchase.id);
  assert.deepEqual(scoredGoals(shop), [purchase.id]);
  const running = campaign({ id: 'c', moment: { all: [] } });
  const ofLead = { ...running, document: { ...running.document, goal: lead.id } };
  assert.deepEqual(scoredGoals({ ...shop, campaigns: [ofLead] }), [purchase.id, lead.id]);
  assert.deepEqual(scoredGoals(configuration([], { goals: [] })), []);
});
