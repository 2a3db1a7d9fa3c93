// What one score and one lesson of the intent model cost, over the thirty features of a visit and a
// model that has learnt 4,000 visits. Each is timed by the clock; other work on the machine adds to a
// pass and takes nothing off, so the least of several passes is the nearest.
import type { IntentFeature } from '@opportune/core/learning/intent/intent-feature.ts';
import {
  learnVisit,
  newIntentModel,
  scoreVisit,
} from '@opportune/core/learning/intent/intent-model.ts';
import { visitFeatureList } from '@opportune/core/learning/intent/visit-features.ts';
import { numbersFrom } from './intent-measures.ts';
import { percentile, rounded, type BenchRow } from './row.ts';

const visits = 4000;
const passes = 7;

export function* intentSpeedRows(): Iterable<BenchRow> {
  const next = numbersFrom(1);
  const rows = Array.from({ length: visits }, () =>
    visitFeatureList.map((each) => plausible(each, next)),
  );
  const model = newIntentModel();
  const learnAll = (): number => timed(rows, (values) => learnVisit(model, values, next() < 0.1));
  learnAll();
  const score = least(() => timed(rows, (values) => void scoreVisit(model, values)));
  const how = `${visitFeatureList.length} features in ${model.main.size} columns, ${visits} visits, least p99 of ${passes} passes`;
  yield {
    name: 'score.p99.us',
    value: score,
    unit: 'us',
    target: '≤ 10',
    how: `${how}; reach for 5`,
  };
  const learn = least(learnAll);
  yield {
    name: 'learn.p99.us',
    value: learn,
    unit: 'us',
    target: '≤ 20',
    how: `${how}; reach for 12`,
  };
}

function least(pass: () => number): number {
  return rounded(Math.min(...Array.from({ length: passes }, pass)), 2);
}

/** The 99th percentile, in microseconds. */
function timed(
  rows: readonly (readonly number[])[],
  act: (values: readonly number[]) => void,
): number {
  const times = Float64Array.from(rows, (values) => {
    const from = performance.now();
    act(values);
    return (performance.now() - from) * 1000;
  });
  return percentile(times.sort(), 0.99);
}

/** A plausible value: many visits have nothing in the cart, no error, no form. */
export function plausible({ kind, choices = 1, early }: IntentFeature, next: () => number): number {
  const is = next() < (early === true ? 0.7 : 0.4);
  switch (kind) {
    case 'choice':
      return Math.floor(next() * choices);
    case 'flag':
      return is ? 1 : 0;
    case 'signed':
      return next() * 2 - 1;
    case 'share':
      return is ? next() : 0;
    case 'seconds':
      return is ? next() * 600 : 0;
    case 'count':
    case 'amount':
      return is ? Math.ceil(next() * 12) : 0;
  }
}
