// How long a score with its decision takes, and learning one outcome, with 30 features: the policy as
// it is in the product, one action, a skill with a price.
import {
  choose,
  newPolicy,
  observe,
  setCapacity,
} from '@opportune/core/learning/uplift/uplift-policy.ts';
import { normals, seededRandom } from '@opportune/core/proof/random.test-support.ts';
import { percentile, rounded } from './row.ts';
import type { BenchRow } from './row.ts';

const FEATURES = 30;
const WARM_UP = 5_000;
const MEASURED = 20_000;
const chat = { action: 'chat', skill: 'sales', minutes: 1, cost: 0, annoyance: 0 };

/** `uplift.score.p99.us` and `uplift.learn.p99.us`. */
export function* upliftSpeedRows(): Iterable<BenchRow> {
  const { scored, learnt } = measure();
  const how = `${FEATURES} features and one action, ${MEASURED} in a row after ${WARM_UP}, one core`;
  yield row('uplift.score.p99.us', scored, '≤ 10', `rank, draw, move the price; ${how}`);
  yield row('uplift.learn.p99.us', learnt, '≤ 20', `weigh the fall-back, learn an outcome; ${how}`);
}

function measure(): { readonly scored: Float64Array; readonly learnt: Float64Array } {
  const random = seededRandom(1);
  const normal = normals(random);
  const policy = newPolicy({ salt: 'speed', features: FEATURES, actions: ['chat'], value: 1 });
  setCapacity(policy, 'sales', { per: 'arrival', minutes: 0.3 });
  const [scored, learnt] = [new Float64Array(MEASURED), new Float64Array(MEASURED)];
  for (let at = -WARM_UP; at < MEASURED; at++) {
    const features = Float64Array.from({ length: FEATURES }, normal);
    const visitor = `visitor-${at}`;
    const outcome = random() < 0.1 ? 1 : 0;
    const begin = performance.now();
    const choice = choose(policy, { visitor, features, actions: [chat], room: {}, now: 0 });
    const middle = performance.now();
    const { action, probability, reasons } = choice;
    observe(policy, {
      visitor,
      action,
      probability,
      features,
      outcome,
      preferred: reasons.preferred,
    });
    if (at >= 0) scored[at] = 1_000 * (middle - begin);
    if (at >= 0) learnt[at] = 1_000 * (performance.now() - middle);
  }
  return { scored: scored.toSorted(), learnt: learnt.toSorted() };
}

function row(name: string, sorted: Float64Array, target: string, how: string): BenchRow {
  const median = rounded(percentile(sorted, 0.5), 2);
  const value = rounded(percentile(sorted, 0.99), 2);
  return { name, value, unit: 'µs', target, how: `${how}; median ${median}` };
}
