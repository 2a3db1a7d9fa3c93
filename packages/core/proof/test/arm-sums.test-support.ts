/* Adds up sums of arms, as the tests build paths of them. The product adds them up in SQL. */
import type { ArmSums, Comparison } from '../effect/arm-sums.ts';

/** Cumulative sums from the increments of `GROUP BY day, arm`, oldest first. */
export function cumulate<At>(
  increments: readonly { readonly at: At; readonly comparison: Comparison }[],
  before: Comparison,
): readonly { readonly at: At; readonly comparison: Comparison }[] {
  let sums = before;
  return increments.map(({ at, comparison }) => {
    sums = {
      treatment: addArms(sums.treatment, comparison.treatment),
      control: addArms(sums.control, comparison.control),
    };
    return { at, comparison: sums };
  });
}

/** The sums of two disjoint sets of visitors of one arm and one period. */
export function addArms(one: ArmSums, other: ArmSums): ArmSums {
  return {
    visitors: one.visitors + other.visitors,
    conversions: one.conversions + other.conversions,
    valueSum: one.valueSum + other.valueSum,
    valueSquareSum: one.valueSquareSum + other.valueSquareSum,
  };
}
