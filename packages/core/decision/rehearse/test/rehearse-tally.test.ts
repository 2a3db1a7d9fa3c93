import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rehearsalLimits } from '@opportune/protocol/limits/campaigns.ts';
import { noon, purchase } from '../../../world/test/shop.test-support.ts';
import type { EligibleInstant, Reached, RehearsedVisit, RehearsedVisitor } from '../rehearse.ts';
import {
  addTally,
  addToTally,
  medianSecond,
  newTally,
  type RehearsalTally,
  type TallyQuestion,
} from '../rehearse-tally.ts';

const dayMs = 86_400_000;
const minuteMs = 60_000;
const question: TallyQuestion = {
  goal: { ...purchase, window: { type: 'duration', seconds: 7 * 86_400 } },
  timeZone: 'Europe/Berlin',
  from: noon,
  knownUntil: noon + 30 * dayMs,
  returns: new Map(),
};

/** An order as the log stores it. */
function ordered(at: number, value: number, more: Partial<Reached> = {}): Reached {
  return { key: `o-${at}`, at, receivedAt: at, value, orderSum: value, currency: 'EUR', ...more };
}

function visit(startedAt: number, eligibleS: number | null, path = '/a'): RehearsedVisit {
  const eligible: EligibleInstant | null =
    eligibleS === null
      ? null
      : { at: startedAt + eligibleS * 1000, path, sections: ['shop'], offer: 'content' };
  return { startedAt, endedAt: startedAt + 10 * minuteMs, eligible, takenInAt: null };
}

function visitor(
  visits: readonly RehearsedVisit[],
  reached: RehearsedVisitor['reached'] = [],
): RehearsedVisitor {
  return { visits, eligibleAt: [], reached };
}

function tallyOf(
  visitors: readonly RehearsedVisitor[],
  asked: TallyQuestion = question,
): RehearsalTally {
  const tally = newTally();
  for (const each of visitors) addToTally(tally, each, asked);
  return tally;
}

test('[V11] visitors in the audience of an optimising draft count from then on, even before the moment', () => {
  const taken = (startedAt: number, eligibleS: number | null): RehearsedVisit => {
    return { ...visit(startedAt, eligibleS), takenInAt: startedAt + 1000 };
  };
  const reached = [ordered(noon + 2000, 20)];
  const { audienceVisits, audienceVisitors, audience, eligibleVisitors, eligible } = tallyOf([
    visitor([taken(noon, 60), taken(noon + dayMs, null)], reached),
    visitor([taken(noon, null)]),
    visitor([visit(noon, null)]),
  ]);
  assert.deepEqual([audienceVisits, audienceVisitors, eligibleVisitors], [3, 2, 1]);
  assert.partialDeepStrictEqual(audience, { visitors: 2, converted: 1, value: 20, pending: 0 });
  assert.partialDeepStrictEqual(eligible, { visitors: 1, converted: 0, value: 0, pending: 0 });
});

test('[V7] a visitor counts once, a visit each time, and each by its first eligible instant', () => {
  const { visits, visitors, eligibleVisits, eligibleVisitors, days, seconds } = tallyOf([
    visitor([visit(noon, null), visit(noon + dayMs, 30), visit(noon + 2 * dayMs, 90)]),
    visitor([visit(noon, null)]),
    visitor([]),
  ]);
  assert.deepEqual([visits, visitors, eligibleVisits, eligibleVisitors], [4, 2, 2, 1]);
  assert.deepEqual(
    [...days.values()].map((day) => [day.visits, day.eligibleVisits, day.eligibleVisitors]),
    [
      [2, 0, 0],
      [1, 1, 1],
      [1, 1, 0],
    ],
  );
  assert.deepEqual([seconds[30], seconds[90]], [1, 1]);
});

test('[V7] a goal counts from the first eligible instant to the end of its window, by event time', () => {
  const start = noon + 60_000;
  const end = start + 7 * dayMs;
  const at = (...instants: readonly number[]): number =>
    tallyOf([
      visitor(
        [visit(noon, 60)],
        instants.map((each) => ordered(each, 1)),
      ),
    ]).eligible.value;
  assert.deepEqual([at(start - 1), at(start), at(end), at(end + 1)], [0, 1, 1, 0]);
  assert.equal(at(start, start + 5), 2);
});

test('[V7] the group of all visitors counts from the first visit on, so only it has an order before the moment', () => {
  const { all, eligible } = tallyOf([visitor([visit(noon, 60)], [ordered(noon + 30_000, 80)])]);
  assert.deepEqual([all.converted, all.value], [1, 80]);
  assert.deepEqual([eligible.visitors, eligible.converted], [1, 0]);
});

test('[V7] visitors whose window is open are pending, including a day for late events', () => {
  const known = (afterMs: number): TallyQuestion => ({ ...question, knownUntil: noon + afterMs });
  const one = [visitor([visit(noon, 0)])];
  const { eligible: open } = tallyOf(one, known(8 * dayMs - 1));
  const { eligible: over } = tallyOf(one, known(8 * dayMs));
  assert.deepEqual([open.visitors, open.pending], [0, 1]);
  assert.deepEqual([over.visitors, over.pending], [1, 0]);
});

test('[V7] a window of the visit ends with the visit in which the moment came', () => {
  const goal = { ...purchase, window: { type: 'visit' as const } };
  const reached = [ordered(noon + 9 * minuteMs, 5), ordered(noon + dayMs + 1000, 7)];
  const two = visitor([visit(noon, 60), visit(noon + dayMs, 60)], reached);
  assert.equal(tallyOf([two], { ...question, goal }).eligible.value, 5);
});

test('[V7] a window of the visit is over half an hour after its last sign, and a day after the moment', () => {
  const goal = { ...purchase, window: { type: 'visit' as const } };
  const valueAt = (at: number, endedAt: number): number =>
    tallyOf([visitor([{ ...visit(noon, 0), endedAt }], [ordered(at, 1)])], { ...question, goal })
      .eligible.value;
  const over = noon + 40 * minuteMs;
  const told = [over - 39 * minuteMs, over, over + 1].map((at) =>
    valueAt(at, noon + 10 * minuteMs),
  );
  assert.deepEqual(told, [1, 1, 0]);
  const [day, endless] = [noon + dayMs, noon + 9 * dayMs];
  assert.deepEqual([valueAt(day, endless), valueAt(day + 1, endless)], [1, 0]);
  const known = { ...question, goal, knownUntil: day };
  const { eligible } = tallyOf([visitor([{ ...visit(noon, 0), endedAt: endless }])], known);
  assert.deepEqual([eligible.visitors, eligible.pending], [1, 0]);
});

test('[V7] refunds by the closing reduce the value, and a fully refunded order has none', () => {
  const orders = ['part', 'whole', 'late', 'twice'].map((key) =>
    visitor([visit(noon, 0)], [ordered(noon + minuteMs, 50, { key, orderSum: 100 })]),
  );
  const at = noon + 2 * minuteMs;
  const closing = noon + 8 * dayMs;
  const returns = new Map([
    ['part', [{ at: closing, sum: 20, currency: '', whole: false }]],
    ['whole', [{ at, sum: 0, currency: '', whole: true }]],
    ['late', [{ at: closing + 1, sum: 0, currency: '', whole: true }]],
    ['twice', [60, 40].map((sum) => ({ at, sum, currency: 'EUR', whole: false }))],
  ]);
  const { eligible } = tallyOf(orders, { ...question, returns });
  assert.deepEqual([eligible.visitors, eligible.converted, eligible.value], [4, 2, 90]);
  const told = ordered(noon, 50, { receivedAt: closing + 1 });
  const late = tallyOf([visitor([visit(noon, 0)], [told])]).eligible;
  assert.deepEqual([late.visitors, late.converted], [1, 0], 'received after the closing');
});

test("[V7] the value of one visitor is at most the goal's cap", () => {
  const goal = { ...purchase, valueCap: 100 };
  const reached = [ordered(noon + 70_000, 80), ordered(noon + 80_000, 80)];
  assert.equal(
    tallyOf([visitor([visit(noon, 60)], reached)], { ...question, goal }).all.value,
    100,
  );
});

test('[V7] the median is the second by which half of the eligible visits were eligible', () => {
  const at = (list: readonly number[]): number | null =>
    medianSecond(tallyOf(list.map((second) => visitor([visit(noon, second)]))));
  assert.deepEqual([at([]), at([7]), at([1, 2, 3]), at([1, 2, 3, 4])], [null, 7, 2, 2]);
  assert.equal(at([100_000]), 7200);
});

test('[V8] names beyond the limit count only in the total', () => {
  const many = Array.from({ length: rehearsalLimits.names + 5 }, (_, index) =>
    visitor([visit(noon, 1, `/page/${index}`)]),
  );
  const { pages, sections, eligibleVisits } = tallyOf(many);
  assert.equal(pages.size, rehearsalLimits.names);
  assert.equal(sections.get('shop'), many.length);
  assert.equal(eligibleVisits, many.length);
});

test('[V10] tallies of parts add up to the tally of the whole', () => {
  const visitors = Array.from({ length: 40 }, (_, index) =>
    visitor(
      [
        visit(noon + index * minuteMs, index),
        visit(noon + dayMs, index % 3 === 0 ? 9 : null, '/b'),
      ],
      index % 4 === 0 ? [ordered(noon + dayMs, index)] : [],
    ),
  );
  const parts = newTally();
  addTally(parts, tallyOf([...visitors.slice(0, 15), visitor([])]));
  addTally(parts, tallyOf(visitors.slice(15)));
  assert.deepEqual(parts, tallyOf([...visitors, visitor([])]));
  assert.equal(parts.looked, 41);
  assert.deepEqual(parts.squares, {
    visits: 160,
    eligible: 26 + 14 * 4,
    products: 26 * 2 + 14 * 4,
  });
});
