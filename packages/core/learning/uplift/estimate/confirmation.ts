// How much of the seeming gains of answered invitations the randomised decisions confirm, and what
// inviting brought on average. Visitors choose to answer, so only randomised decisions can show
// whether the same visitors would have reached the goal anyway. It knows no features.

import { halfWidthFactor } from '../../../proof/effect/confidence-sequence.ts';

export interface Confirmation {
  /** Randomised outcomes weighed. */
  outcomes: number;
  /** Sums of the regression of the unexplained part on what chance moved. */
  along: number;
  square: number;
  /** Of the terms of `along`, squared. */
  alongTerms: number;
  /** Sums for the average gain of inviting: moves × unexplained, moves², and the terms squared. */
  moved: number;
  moves: number;
  terms: number;
}

/** One randomised outcome, with what was expected before it was known. */
export interface Weighed {
  readonly invited: boolean;
  /** The probability that the visitor was invited at all. */
  readonly invitedProbability: number;
  /**
   * The seeming gain of the action taken, and the mean of that over all actions, by probability.
   */
  readonly seeming: number;
  readonly meanSeeming: number;
  /** Probability of the goal without an invitation. */
  readonly rate: number;
  /** 1 or 0 for the goal, minus what was expected before the draw. */
  readonly unexplained: number;
}

/** Weight of the prior that gains are as they seem: about its squared standard errors. */
const BELIEF = 4;
/** For the average gain: no interval below this many outcomes, and where it is narrowest. */
const FEWEST = 200;
const HORIZON_OUTCOMES = 10_000;
const ALPHA = 0.05;
/**
 * For the share: the squared standard errors at which its bounds are narrowest, where gains that
 * are as they seem are just significant.
 */
const HORIZON_EVIDENCE = 10;
/** Gains are relied on for at most this multiple of what they seem. */
const MOST = 1.3;

export function newConfirmation(): Confirmation {
  return { outcomes: 0, along: 0, square: 0, alongTerms: 0, moved: 0, moves: 0, terms: 0 };
}

/**
 * Regresses the unexplained part of the outcome on what chance moved of the seeming gain: P.
 * Robinson, Root-N-consistent semiparametric regression (1988). The slope is about 1 if gains are
 * what they seem, and 0 if the invitation only finds visitors who would have reached the goal
 * anyway. The average gain is the same regression on (invited − its probability) alone.
 */
export function confirm(state: Confirmation, outcome: Weighed): void {
  const { rate, seeming, meanSeeming, unexplained } = outcome;
  const weight = 1 / Math.max(0.01, rate * (1 - rate));
  const moved = seeming - meanSeeming;
  state.along += weight * moved * unexplained;
  state.square += weight * moved * moved;
  state.alongTerms += (weight * moved * unexplained) ** 2;
  const move = Number(outcome.invited) - outcome.invitedProbability;
  state.moved += move * unexplained;
  state.moves += move * move;
  state.terms += (move * unexplained) ** 2;
  state.outcomes += 1;
}

export function slopeOf({ along, square }: Confirmation): number {
  return (BELIEF + along) / (BELIEF + square);
}

export function slopeError({ square }: Confirmation): number {
  return 1 / Math.sqrt(BELIEF + square);
}

/** The share to rely on: the expected share of the gains, from prior and data together. */
export function confirmedShare(state: Confirmation): number {
  return Math.min(MOST, Math.max(0, slopeOf(state)));
}

export interface Bounds {
  readonly lower: number;
  readonly upper: number;
}

/**
 * The bounds of the share from the data alone, without the prior, valid at every look. Uses the
 * asymptotic confidence sequence of the section Proof, in squared standard errors instead of
 * visitors, because outcomes differ in information. Each term of `along` minus the share × that of
 * `square` is a martingale difference: what chance moved was fixed before the outcome. Null below
 * 200 outcomes.
 */
export function shareBounds({ outcomes, along, square, alongTerms }: Confirmation): Bounds | null {
  if (outcomes < FEWEST || square <= 0 || alongTerms <= 0) return null;
  const certainty = { alpha: ALPHA, comparisons: 1, horizonVisitors: HORIZON_EVIDENCE };
  const half = (halfWidthFactor(alongTerms, certainty) * Math.sqrt(alongTerms)) / square;
  return { lower: along / square - half, upper: along / square + half };
}

/** What inviting added to the probability of the goal on average. */
export interface AverageGain extends Bounds {
  readonly mean: number;
}

/**
 * With an interval valid at every look: the asymptotic confidence sequence of the section Proof, in
 * the outcomes that chance moved. What each adds is a martingale difference, because probability
 * and expectation were fixed before it. Null below 200 outcomes.
 */
export function averageGain({ outcomes, moved, moves, terms }: Confirmation): AverageGain | null {
  if (outcomes < FEWEST || moves <= 0 || terms <= 0) return null;
  const certainty = { alpha: ALPHA, comparisons: 1, horizonVisitors: HORIZON_OUTCOMES };
  const half = (halfWidthFactor(outcomes, certainty) * Math.sqrt(terms)) / moves;
  return { mean: moved / moves, lower: moved / moves - half, upper: moved / moves + half };
}
