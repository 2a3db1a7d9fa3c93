// Small worlds for tests of the policy of an optimising campaign: visitors with two features, who
// answers, and what a conversation does to the goal. Everything is drawn from hashes of the
// visitor.
import { drawOf } from '../estimate/exploration.ts';
import { sigmoid } from '../../laplace-logistic.ts';
import {
  chooseAction,
  newEngagementPolicy,
  observeOutcome,
  tick,
  withArms,
} from '../engagement-policy.ts';
import type {
  EngagementPolicy,
  EngagementPolicyOptions,
  PolicyChoice,
  PolicyQuestion,
} from '../engagement-policy.ts';

export interface TestWorld {
  /** Added to the log odds of the goal by an answered invitation. */
  readonly help: (helped: number, delayS: number) => number;
  /** Added by an invitation that is shown, answered or not. */
  readonly shown?: number;
}

export const arms = { control: 0.1, always: 0.05, optimise: 0.85 };

export function newTestPolicy(options: Partial<EngagementPolicyOptions> = {}): EngagementPolicy {
  const usual = { salt: 'spring', delaysS: [0], needsAgent: true, features: 2, exploration: 0.02 };
  return newEngagementPolicy({ ...usual, cost: 0.01, annoyance: 0, earliestS: 0, ...options });
}

export function questionOf(at: number, more: Partial<PolicyQuestion> = {}): PolicyQuestion {
  const visitor = `visitor-${at}`;
  return {
    ...{ visitor, occasion: 0, features: featuresOf(visitor), skill: 'sales', free: 2 },
    ...{ isGuarded: false, value: 50, ageS: 90, now: at * 10_000, ...more },
  };
}

/** The first makes a conversation help, the second makes the goal likely. */
export function featuresOf(visitor: string): readonly number[] {
  return [3.4 * (drawOf(`helped:${visitor}`) - 0.5), 3.4 * (drawOf(`keen:${visitor}`) - 0.5)];
}

/** Decides and learns visitors from one number to another. Returns the choice for each. */
export function play(
  policy: EngagementPolicy,
  world: TestWorld,
  { from = 0, to, more = {} }: { from?: number; to: number; more?: Partial<PolicyQuestion> },
): PolicyChoice[] {
  const choices: PolicyChoice[] = [];
  for (let at = from; at < to; at++) {
    const question = questionOf(at, more);
    if (at % 100 === 0) tick(policy, question.now, { sales: 2 });
    const choice = chooseAction(policy, question);
    choices.push(choice);
    learnFrom(policy, world, question, choice);
  }
  return choices;
}

function learnFrom(
  policy: EngagementPolicy,
  world: TestWorld,
  question: PolicyQuestion,
  choice: PolicyChoice,
): void {
  const { visitor, features, skill, ageS } = question;
  const arm = drawOf(`arm:${visitor}`);
  const action = arm < 0.1 ? 'none' : arm < 0.15 ? 'now' : choice.action;
  const delayS = action === 'none' || action === 'now' ? 0 : Number(action.slice(6));
  const accepted = action !== 'none' && drawOf(`answer:${visitor}`) < 0.4;
  const [helped = 0, keen = 0] = featuresOf(visitor);
  const shown = action === 'none' ? 0 : (world.shown ?? 0);
  const logit = -1.5 + 0.6 * keen + shown + (accepted ? world.help(helped, delayS) : 0);
  const probabilities = withArms(choice.probabilities, arms);
  observeOutcome(policy, {
    ...{ visitor, features, skill, action, probabilities, accepted, ageS },
    probability: probabilities[action] ?? 0,
    minutes: accepted ? 6 : 0,
    converted: drawOf(`goal:${visitor}`) < sigmoid(logit),
    value: 50,
  });
}
