// Which of two learners scores: the running one, unless the challenger was better on visits that
// both predicted before their outcome was known. The evidence is a confidence sequence over the
// visits in order, so it is valid at every look. Losing the place takes less evidence than winning
// it. It judges the way of learning over all its trainings, not one set of trees. Sources: A. P.
// Dawid, Prequential analysis (1984); I. Waudby-Smith et al. (2024) by core/proof.
import { halfWidthFactor } from '@opportune/core/proof/effect/confidence-sequence.ts';

/**
 * Sums over visits that both predicted. `gain` is the log loss of the running model minus the
 * challenger's.
 */
export interface Sums {
  readonly visits: number;
  readonly reached: number;
  readonly gain: number;
  readonly squares: number;
  /** Log loss of the running model. */
  readonly loss: number;
}

export interface Contest {
  /** Whether the challenger scores. */
  readonly scores: boolean;
  /** Since the contest began, or since the challenger scores. */
  readonly since: Sums;
  /** The same with exponentially decreasing weight for older visits. */
  readonly lately: Sums;
  /** The sums that won the challenger its place. Null while it does not have it. */
  readonly wonBy: Sums | null;
}

export const contestRule = {
  /** Predicted visits that must reach the goal before anything is decided. */
  leastReached: 200,
  /**
   * Either end of the gain's interval is wrong in at most one contest of twenty, over all looks.
   */
  alpha: 0.1,
  /** The number of visits at which the interval is narrowest. */
  horizonVisits: 10_000,
  /** The number of visits that `lately` remembers. */
  latelyVisits: 5_000,
  /** Lately behind by this many standard errors, the challenger loses its place. */
  behind: 1.64,
  /** Probabilities are clipped to this, so that one visit decides nothing. */
  leastProbability: 1e-4,
} as const;

const none: Sums = { visits: 0, reached: 0, gain: 0, squares: 0, loss: 0 };

export function newContest(): Contest {
  return { scores: false, since: none, lately: none, wonBy: null };
}

/** What both predicted for a visit, as probabilities, and its outcome. */
export interface Judged {
  readonly running: number;
  readonly challenger: number;
  readonly reached: boolean;
}

/** The contest after one more visit. */
export function judge(contest: Contest, visit: Judged): Contest {
  const since = add(contest.since, visit, 1);
  const lately = add(contest.lately, visit, 1 - 1 / contestRule.latelyVisits);
  const next = { ...contest, since, lately };
  if (!contest.scores)
    return isBetter(since) ? { scores: true, since: none, lately: none, wonBy: since } : next;
  return isBehind(next) ? newContest() : next;
}

function add(sums: Sums, { running, challenger, reached }: Judged, kept: number): Sums {
  const loss = logLoss(running, reached);
  const gain = loss - logLoss(challenger, reached);
  return {
    visits: sums.visits * kept + 1,
    reached: sums.reached * kept + (reached ? 1 : 0),
    gain: sums.gain * kept + gain,
    squares: sums.squares * kept + gain * gain,
    loss: sums.loss * kept + loss,
  };
}

function logLoss(probability: number, reached: boolean): number {
  const of = reached ? probability : 1 - probability;
  return -Math.log(Math.max(contestRule.leastProbability, of));
}

function isBetter(since: Sums): boolean {
  return since.reached >= contestRule.leastReached && (gainOf(since)?.lower ?? 0) > 0;
}

/**
 * Lately behind beyond chance, or behind in total once as many visits were seen as won the place.
 */
function isBehind({ since, lately }: Contest): boolean {
  if (since.reached >= contestRule.leastReached && since.gain < 0) return true;
  const error = standardError(lately);
  return since.reached >= 30 && lately.gain / lately.visits < -contestRule.behind * error;
}

export interface Gain {
  /**
   * Log loss of the running model minus the challenger's, a visit. Above 0 the challenger is
   * better.
   */
  readonly mean: number;
  /** The anytime-valid interval. */
  readonly lower: number;
  readonly upper: number;
}

/** How much better the challenger was. Null while too little is known. */
export function gainOf(sums: Sums): Gain | null {
  const { visits, reached, gain } = sums;
  if (reached < 5 || visits < 2) return null;
  const { alpha, horizonVisits } = contestRule;
  const certainty = { alpha, comparisons: 1, horizonVisitors: horizonVisits };
  const half = halfWidthFactor(visits, certainty) * standardError(sums);
  const mean = gain / visits;
  return { mean, lower: mean - half, upper: mean + half };
}

function standardError({ visits, gain, squares }: Sums): number {
  if (visits < 2) return Infinity;
  const mean = gain / visits;
  return Math.sqrt(Math.max(0, squares / visits - mean * mean) / visits);
}
