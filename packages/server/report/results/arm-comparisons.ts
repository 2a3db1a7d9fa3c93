// The three comparisons of an optimising campaign: its two arms against control, and against each
// other. Each has its part of alpha, and a horizon by the shares of its two arms.
import type { Certainty } from '@opportune/core/proof/effect/confidence-sequence.ts';
import { rateEffect, valueEffect } from '@opportune/core/proof/effect/effect.ts';
import type { ArmComparison } from '@opportune/protocol/rest/report/report.ts';
import type { ArmShares } from './arm-shares.ts';
import type { ResultRow } from './result-rows.ts';
import { comparisonOf, gainOf, pathOf, wire } from './wire-effect.ts';

/** Headline and chart show the first one. */
export const armPairs = [
  { between: 'optimise.control', of: 'optimise', against: 'control' },
  { between: 'optimise.treatment', of: 'optimise', against: 'treatment' },
  { between: 'treatment.control', of: 'treatment', against: 'control' },
] as const;

/** `whole` is the certainty of the campaign, with all comparisons shown with it. */
export function armComparisons(
  rows: readonly ResultRow[],
  shares: ArmShares,
  whole: Certainty,
): readonly [ArmComparison, ...ArmComparison[]] {
  const [first, ...others] = armPairs.map((pair): ArmComparison => {
    const certainty = pairCertainty(shares, whole, pair.of, pair.against);
    const comparison = comparisonOf(rows, pair);
    const rate = rateEffect(comparison, certainty);
    const value = valueEffect(comparison, certainty);
    const { alpha } = whole;
    return {
      between: pair.between,
      rate: wire(rate, comparison, alpha, ({ difference }) => difference),
      value: wire(value, comparison, alpha, ({ difference }) => difference),
      gain: wire(rate, comparison, alpha, gainOf),
      incremental: wire(rate, comparison, alpha, ({ incremental }) => incremental),
      incrementalValue: wire(value, comparison, alpha, ({ incremental }) => incremental),
      path: pathOf(rows, pair, certainty),
    };
  });
  if (first === undefined) throw new Error('results: there is a first comparison');
  return [first, ...others];
}

/**
 * The certainty of one of three or more comparisons. It is narrowest when its two arms have their
 * part of the horizon.
 */
export function pairCertainty(
  shares: ArmShares,
  whole: Certainty,
  of: keyof ArmShares,
  against: keyof ArmShares,
): Certainty {
  const part = shares[of] + shares[against];
  return {
    ...whole,
    comparisons: Math.max(armPairs.length, whole.comparisons),
    horizonVisitors: Math.max(1, Math.round(whole.horizonVisitors * part)),
  };
}
