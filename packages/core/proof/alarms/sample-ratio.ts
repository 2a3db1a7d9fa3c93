/*
 * Do the arms have the planned shares of visitors? If not, something lost or doubled visitors of
 * one arm, and no effect can be trusted. Uses the multinomial-Dirichlet e-process of M. Lindon and
 * A. Malek, "Anytime-valid inference for multinomial count data" (NeurIPS 2022), which may be
 * checked after every visitor. It detects that shares are off, never why.
 */
import { assert } from '../assert.ts';
import { logGamma } from './log-gamma.ts';

/**
 * Strength of the prior: imagined visitors, spread as planned, for "nearly as planned". More finds
 * small shifts sooner, fewer finds large ones sooner.
 */
export const PRIOR_VISITORS = 500;

/** With shares as planned, evidence ever reaches this in at most one period of a thousand. */
export const ALARM_EVIDENCE = 1_000;

/** Worth watching, no more: at most one period in twenty reaches this by chance. */
export const WATCH_EVIDENCE = 20;

/** No decision needs more, and JSON can represent this number. */
const MOST_EVIDENCE = 1e12;

/** Evidence: how many times better "shares are off" explains the counts than "as planned". */
export interface SampleRatio {
  readonly type: 'as-planned' | 'watch' | 'alarm';
  readonly evidence: number;
}

/**
 * ln of the evidence for counts, in the order of `plannedShares` (fractions that add up to 1).
 * Equals the result of adding these visitors one by one, in any order.
 */
export function logEvidence(counts: readonly number[], plannedShares: readonly number[]): number {
  assertShares(plannedShares);
  assert(counts.length === plannedShares.length, 'each arm needs a count and a share');
  let total = 0;
  let visitors = 0;
  for (const [arm, count] of counts.entries()) {
    assert(Number.isInteger(count) && count >= 0, 'visitors must be a whole count');
    total += logEvidenceOfArm(count, plannedShares[arm] ?? 0);
    visitors += count;
  }
  return total + logGamma(PRIOR_VISITORS) - logGamma(PRIOR_VISITORS + visitors);
}

/** The verdict on counts at one look. */
export function sampleRatio(
  counts: readonly number[],
  plannedShares: readonly number[],
): SampleRatio {
  return verdict(logEvidence(counts, plannedShares));
}

/**
 * The verdict after several looks at cumulative counts, oldest first: the strongest evidence at any
 * of them. An alarm once raised stays, because chance would hardly ever raise it even once.
 */
export function sampleRatioOverLooks(
  looks: readonly (readonly number[])[],
  plannedShares: readonly number[],
): SampleRatio {
  let highest = 0;
  for (const counts of looks) highest = Math.max(highest, logEvidence(counts, plannedShares));
  return verdict(highest);
}

/** The verdict on ln of the evidence. */
export function verdict(logOfEvidence: number): SampleRatio {
  const evidence = Math.min(MOST_EVIDENCE, Math.exp(logOfEvidence));
  if (evidence >= ALARM_EVIDENCE) return { type: 'alarm', evidence };
  return { type: evidence >= WATCH_EVIDENCE ? 'watch' : 'as-planned', evidence };
}

function logEvidenceOfArm(count: number, share: number): number {
  if (count === 0) return 0;
  if (share === 0) return Infinity;
  const prior = PRIOR_VISITORS * share;
  return logGamma(prior + count) - logGamma(prior) - count * Math.log(share);
}

function assertShares(plannedShares: readonly number[]): void {
  let total = 0;
  for (const share of plannedShares) {
    assert(share >= 0 && share <= 1, 'a planned share is a fraction');
    total += share;
  }
  assert(Math.abs(total - 1) < 1e-9, 'planned shares must add up to 1');
}
