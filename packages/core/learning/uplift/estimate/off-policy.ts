// What would another rule have achieved? Estimated from logged decisions with known probabilities
// by doubly robust scores. The interval is valid at every look although the logging policy was
// learning. The result applies to the logged load and price, and to each visitor's first decision.
// With too little information there is no estimate.
import { halfWidthFactor } from '../../../proof/effect/confidence-sequence.ts';
import type { Certainty } from '../../../proof/effect/confidence-sequence.ts';

export interface LoggedDecision {
  readonly action: string;
  /** The probability of each action. */
  readonly probabilities: Readonly<Record<string, number>>;
  /** The outcome: 0 or 1, or a capped value minus the charge of the action. */
  readonly outcome: number;
  /**
   * The outcome expected of each action from what had been learnt before this one. It may be wrong,
   * but must not have seen this outcome or a later one.
   */
  readonly expected: Readonly<Record<string, number>>;
}

/**
 * The probability of each action under the rule in question. An action that is not named has
 * probability 0.
 */
export type Rule = Readonly<Record<string, number>>;

export interface OffPolicySums {
  decisions: number;
  mean: number;
  /** Sum of squared distances from the mean. */
  squares: number;
  /** The square of the largest score that chance could have brought, for outcomes of 0 to 1. */
  largest: number;
}

export type OffPolicyEstimate =
  | {
      readonly type: 'interval';
      readonly mean: number;
      readonly lower: number;
      readonly upper: number;
    }
  | {
      readonly type: 'open';
      readonly mean: number;
      readonly reason: 'few_decisions' | 'few_carry_it';
    };

export interface OffPolicyCertainty extends Certainty {
  /**
   * Expected variance of a score, set in advance. With the horizon it determines where the interval
   * is narrowest.
   */
  readonly plannedVariance: number;
}

/** Below this many decisions there is no interval. */
const FEWEST = 200;
/** The largest part of all squares that one score may contribute. */
const LARGEST_PART = 0.1;

export function newOffPolicySums(): OffPolicySums {
  return { decisions: 0, mean: 0, squares: 0, largest: 0 };
}

/**
 * The doubly robust score of a rule for one decision: Σ π(a)·q(a) + π(A)/p·(Y − q(A)). Its mean is
 * the rule's worth if p is right, whatever q is. Source: M. Dudík, J. Langford and L. Li, Doubly
 * robust policy evaluation and learning (2011).
 */
export function ruleScore(decision: LoggedDecision, rule: Rule): number {
  const { action, probabilities, outcome, expected } = decision;
  let score = 0;
  for (const [each, share] of Object.entries(rule)) score += share * (expected[each] ?? 0);
  const weight = (rule[action] ?? 0) / (probabilities[action] ?? 1);
  return score + weight * (outcome - (expected[action] ?? 0));
}

/**
 * Adds a decision to the comparison of a rule with another, or with what was done. Call in order of
 * enrolment, with each visitor's first decision only.
 */
export function addDecision(
  sums: OffPolicySums,
  decision: LoggedDecision,
  rule: Rule,
  other: Rule | 'as_logged',
): void {
  const compared = other === 'as_logged' ? decision.outcome : ruleScore(decision, other);
  addScore(sums, ruleScore(decision, rule) - compared);
  const reach = Math.max(
    1,
    reachOf(decision, rule),
    other === 'as_logged' ? 1 : reachOf(decision, other),
  );
  sums.largest = Math.max(sums.largest, reach ** 2);
}

function addScore(sums: OffPolicySums, score: number): void {
  sums.decisions += 1;
  const off = score - sums.mean;
  sums.mean += off / sums.decisions;
  sums.squares += off * (score - sums.mean);
}

/** The largest weight that the rule could have given an outcome, over all possible draws. */
function reachOf({ probabilities }: LoggedDecision, rule: Rule): number {
  let reach = 0;
  for (const [action, share] of Object.entries(rule))
    if (share > 0) reach = Math.max(reach, share / (probabilities[action] ?? 0));
  return reach;
}

/**
 * The mean score with an interval valid at all looks together. The scores minus their means are
 * martingale differences, because each probability and expectation was fixed before its outcome,
 * however the policy learnt. So the asymptotic confidence sequence in the time of their summed
 * variance applies: I. Waudby-Smith et al., Time-uniform central limit theory (2024), in its form
 * for martingale differences under a Lindeberg condition; for logged decisions I. Waudby-Smith, L.
 * Wu, A. Ramdas, N. Karampatziakis and P. Mineiro, Anytime-valid off-policy inference for
 * contextual bandits (2024). This requires that no score dominates. The check uses the scores that
 * were possible, so that an interval does not vanish once a large one occurs.
 */
export function offPolicyEstimate(
  { decisions, mean, squares, largest }: OffPolicySums,
  certainty: OffPolicyCertainty,
): OffPolicyEstimate {
  if (decisions < FEWEST || squares <= 0) return { type: 'open', mean, reason: 'few_decisions' };
  if (largest > LARGEST_PART * squares) return { type: 'open', mean, reason: 'few_carry_it' };
  const factor = halfWidthFactor(squares / certainty.plannedVariance, certainty);
  const half = (factor * Math.sqrt(squares)) / decisions;
  return { type: 'interval', mean, lower: mean - half, upper: mean + half };
}
