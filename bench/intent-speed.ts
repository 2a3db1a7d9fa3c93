// The cost of one score and of learning one visit, with the thirty features of a visit and a model
// that has learnt 4,000 visits.
import type { IntentFeature } from '@opportune/core/learning/intent/intent-feature.ts';
import {
  learnVisit,
  newIntentModel,
  scoreVisit,
} from '@opportune/core/learning/intent/intent-model.ts';
import { visitFeatureList } from '@opportune/core/learning/intent/visit-features.ts';
import { numbersFrom } from './intent-measures.ts';
import type { BenchRow } from './row.ts';
import { least, timed, timedText, type Timed } from './timed.ts';

const visits = 4000;
const passes = 25;

export function* intentSpeedRows(): Iterable<BenchRow> {
  const next = numbersFrom(1);
  const rows = Array.from({ length: visits }, () =>
    visitFeatureList.map((each) => plausible(each, next)),
  );
  const model = newIntentModel();
  const learnAll = (): Timed => timed(rows, (values) => learnVisit(model, values, next() < 0.1));
  learnAll();
  const scores = several(() => timed(rows, (values) => void scoreVisit(model, values)));
  yield speedRow('score.p99.us', scores, '≤ 10 (reach 5)', model.main.size);
  yield speedRow('learn.p99.us', several(learnAll), '≤ 20 (reach 12)', model.main.size);
}

function several(pass: () => Timed): Timed {
  return least(Array.from({ length: passes }, pass));
}

function speedRow(name: string, found: Timed, target: string, columns: number): BenchRow {
  const how = `${visitFeatureList.length} features in ${columns} columns, ${visits} visits, ${timedText(found, passes)}`;
  return { name, value: found.p99, unit: 'us', target, how };
}

/** A plausible value: many visits have no cart, no error and no form. */
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
