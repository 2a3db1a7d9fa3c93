// Which of two learners scores: the running one, unless the challenger has shown itself better on visits
// that both predicted before their end was known. The proof holds at every look, because it is a
// confidence sequence over the visits in their order; to lose the place takes less than to win it. It
// is the way of learning that is judged, over all its trainings, not one set of trees.
// Sources: A. P. Dawid, Prequential analysis (1984); I. Waudby-Smith et al. (2024) by core/proof.
import { halfWidthFactor } from '@opportune/core/proof/effect/confidence-sequence.ts';

/** Sums over visits that both predicted; `gain` is the log loss of the running model less the challenger's. */
export interface Sums {
  readonly visits: number;
  readonly reached: number;
  readonly gain: number;
  readonly squares: number;
  /** Log loss of the running model. */
  readonly loss: number;
}

export interface Contest {
  /** The challenger scores. */
  readonly scores: boolean;
  /** Since the contest began, or since the challenger scores. */
  readonly since: Sums;
  /** The same, older visits counting less and less. */
  readonly lately: Sums;
  /** By what it won the place that it has; null while it has none. */
  readonly wonBy: Sums | null;
}

export const contestRule = {
  /** Visits predicted and reached before anything is decided. */
  leastReached: 200,
  /** Either end of the gain's interval misses it in one contest of twenty, however often one looks. */
  alpha: 0.1,
  /** Visits at which the interval is narrowest. */
  horizonVisits: 10_000,
  /** Visits that `lately` remembers. */
  latelyVisits: 5_000,
  /** Standard errors behind lately at which the place is lost. */
  behind: 1.64,
  /** Probabilities are counted as no surer than this, so that one visit decides nothing. */
  leastProbability: 1e-4,
} as const;

const none: Sums = { visits: 0, reached: 0, gain: 0, squares: 0, loss: 0 };

export function newContest(): Contest {
  return { scores: false, since: none, lately: none, wonBy: null };
}

/** What both said of a visit, as probabilities, and how it ended. */
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

/** Behind lately beyond chance, or behind in all once as much was seen as won the place. */
function isBehind({ since, lately }: Contest): boolean {
  if (since.reached >= contestRule.leastReached && since.gain < 0) return true;
  const error = standardError(lately);
  return since.reached >= 30 && lately.gain / lately.visits < -contestRule.behind * error;
}

export interface Gain {
  /** Log loss of the running model less the challenger's, a visit; above 0 the challenger is better. */
  readonly mean: number;
  /** The anytime-valid interval. */
  readonly lower: number;
  readonly upper: number;
}

/** How much better the challenger was; null before anything can be said. */
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
