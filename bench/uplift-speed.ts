// How long a choice and the learning of one outcome take with 30 features: the product's policy of
// an optimising campaign, with one delay and a skill whose time has a price.
import {
  chooseAction,
  newEngagementPolicy,
  observeOutcome,
} from '@opportune/core/learning/uplift/engagement-policy.ts';
import type {
  PolicyChoice,
  PolicyOutcome,
  PolicyQuestion,
} from '@opportune/core/learning/uplift/engagement-policy.ts';
import { normals, seededRandom } from '@opportune/core/proof/test/random.test-support.ts';
import type { BenchRow } from './row.ts';
import { least, timed, timedText } from './timed.ts';
import type { Timed } from './timed.ts';

const FEATURES = 30;
const EACH = 4_000;
const PASSES = 25;

/** `uplift.score.p99.us` and `uplift.learn.p99.us`. */
export function* upliftSpeedRows(): Iterable<BenchRow> {
  const play = newPlay();
  play();
  const passes = Array.from({ length: PASSES }, play);
  const scored = least(passes.map(({ scores }) => scores));
  const learnt = least(passes.map(({ lessons }) => lessons));
  yield row('uplift.score.p99.us', scored, '≤ 10 (reach 5)', 'worth, chances, draw');
  yield row('uplift.learn.p99.us', learnt, '≤ 20 (reach 12)', 'confirm, learn an outcome');
}

interface Pass {
  readonly scores: Timed;
  readonly lessons: Timed;
}

/**
 * A policy that keeps learning: each call decides the same visitors and then learns their outcomes.
 */
function newPlay(): () => Pass {
  const random = seededRandom(1);
  const normal = normals(random);
  const policy = newEngagementPolicy({
    ...{ salt: 'speed', features: FEATURES, delaysS: [0], needsAgent: true },
    ...{ exploration: 0.02, cost: 0, annoyance: 0, earliestS: 0 },
  });
  const questions = Array.from({ length: EACH }, (_, at) =>
    questionOf(at, Float64Array.from({ length: FEATURES }, normal)),
  );
  return () => {
    const choices = new Array<PolicyChoice>(EACH);
    const scores = timed(questions, (question, at) => {
      choices[at] = chooseAction(policy, question);
    });
    const outcomes = questions.map((each, at) => outcomeOf(each, choices[at], random));
    return { scores, lessons: timed(outcomes, (each) => void observeOutcome(policy, each)) };
  };
}

/** A fifth of the invited answer. A conversation doubles the rate of the goal. */
function outcomeOf(
  question: PolicyQuestion,
  choice: PolicyChoice | undefined,
  random: () => number,
): PolicyOutcome {
  const { action = 'none', probability = 1, probabilities = {} } = choice ?? {};
  const accepted = action !== 'none' && random() < 0.2;
  const converted = random() < (accepted ? 0.2 : 0.1);
  const came = { accepted, minutes: accepted ? 6 : 0, converted };
  return { ...question, action, probability, probabilities, ...came };
}

function questionOf(at: number, features: Float64Array): PolicyQuestion {
  const visitor = `visitor-${at}`;
  const room = { skill: 'sales', free: 2, isGuarded: false };
  return { visitor, occasion: 1, features, ...room, value: 80, ageS: 90, now: 0 };
}

function row(name: string, found: Timed, target: string, what: string): BenchRow {
  const how = `${what}; ${FEATURES} features and one delay, ${EACH} visitors, ${timedText(found, PASSES)}`;
  return { name, value: found.p99, unit: 'us', target, how };
}
