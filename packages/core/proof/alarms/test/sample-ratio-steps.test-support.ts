/*
 * The e-process of the sample ratio as its paper defines it, visitor by visitor. The product's
 * closed form over counts is compared with it. Used by the tests and by the bench.
 */
import { assert } from '../../assert.ts';
import { PRIOR_VISITORS } from '../sample-ratio.ts';

/**
 * The e-process after some visitors: how many each arm has, and the present and highest evidence.
 */
export interface SampleRatioState {
  readonly counts: readonly number[];
  readonly visitors: number;
  readonly logEvidence: number;
  readonly highestLogEvidence: number;
}

/** The state before the first visitor. */
export function startSampleRatio(plannedShares: readonly number[]): SampleRatioState {
  const counts = plannedShares.map(() => 0);
  return { counts, visitors: 0, logEvidence: 0, highestLogEvidence: 0 };
}

/** The state after one more visitor in the arm at index `arm`. */
export function addVisitor(
  state: SampleRatioState,
  plannedShares: readonly number[],
  arm: number,
): SampleRatioState {
  const share = plannedShares[arm];
  const count = state.counts[arm];
  assert(share !== undefined && count !== undefined, 'this arm is not planned');
  const logEvidence = state.logEvidence + Math.log(evidenceFactor(count, state.visitors, share));
  return {
    counts: state.counts.map((each, index) => (index === arm ? each + 1 : each)),
    visitors: state.visitors + 1,
    logEvidence,
    highestLogEvidence: Math.max(state.highestLogEvidence, logEvidence),
  };
}

/**
 * The factor by which a visitor in an arm changes the evidence: (chance of this arm next, as learnt
 * from the `count` of `visitors` it has so far) ÷ (its planned share).
 */
export function evidenceFactor(count: number, visitors: number, share: number): number {
  if (share === 0) return Infinity;
  return (PRIOR_VISITORS * share + count) / (PRIOR_VISITORS + visitors) / share;
}
