// How long a choice takes, and learning one outcome, with 30 features: the policy of an optimising
// campaign as it is in the product, one delay and a skill whose time has a price.
import {
  chooseAction,
  newEngagementPolicy,
  observeOutcome,
} from '@opportune/core/learning/uplift/engagement-policy.ts';
import type { PolicyQuestion } from '@opportune/core/learning/uplift/engagement-policy.ts';
import { normals, seededRandom } from '@opportune/core/proof/random.test-support.ts';
import { percentile, rounded } from './row.ts';
import type { BenchRow } from './row.ts';

const FEATURES = 30;
const WARM_UP = 5_000;
const MEASURED = 20_000;

/** `uplift.score.p99.us` and `uplift.learn.p99.us`. */
export function* upliftSpeedRows(): Iterable<BenchRow> {
  const { scored, learnt } = measure();
  const how = `${FEATURES} features and one delay, ${MEASURED} in a row after ${WARM_UP}, one core`;
  yield row('uplift.score.p99.us', scored, '≤ 10', `worth, chances, draw; ${how}`);
  yield row('uplift.learn.p99.us', learnt, '≤ 20', `confirm, learn an outcome; ${how}`);
}

function measure(): { readonly scored: Float64Array; readonly learnt: Float64Array } {
  const random = seededRandom(1);
  const normal = normals(random);
  const policy = newEngagementPolicy({
    ...{ salt: 'speed', features: FEATURES, delaysS: [0], needsAgent: true },
    ...{ exploration: 0.02, cost: 0, annoyance: 0, earliestS: 0 },
  });
  const [scored, learnt] = [new Float64Array(MEASURED), new Float64Array(MEASURED)];
  for (let at = -WARM_UP; at < MEASURED; at++) {
    const question = questionOf(at, Float64Array.from({ length: FEATURES }, normal));
    const answers = random() < 0.2;
    const converted = random() < (answers ? 0.2 : 0.1);
    const begin = performance.now();
    const { action, probability, probabilities } = chooseAction(policy, question);
    const middle = performance.now();
    const accepted = action !== 'none' && answers;
    const came = { accepted, minutes: accepted ? 6 : 0, converted };
    observeOutcome(policy, { ...question, action, probability, probabilities, ...came });
    if (at >= 0) scored[at] = 1_000 * (middle - begin);
    if (at >= 0) learnt[at] = 1_000 * (performance.now() - middle);
  }
  return { scored: scored.toSorted(), learnt: learnt.toSorted() };
}

function questionOf(at: number, features: Float64Array): PolicyQuestion {
  const visitor = `visitor-${at}`;
  const room = { skill: 'sales', free: 2, isGuarded: false };
  return { visitor, occasion: 1, features, ...room, value: 80, ageS: 90, now: 0 };
}

function row(name: string, sorted: Float64Array, target: string, how: string): BenchRow {
  const median = rounded(percentile(sorted, 0.5), 2);
  const value = rounded(percentile(sorted, 0.99), 2);
  return { name, value, unit: 'µs', target, how: `${how}; median ${median}` };
}
