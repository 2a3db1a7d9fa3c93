// The effect on the rate, adjusted by each visit's chance of reaching the goal as last scored
// before the decision: a second estimate of the same experiment, beside the unadjusted one.
import {
  adjustedRateEffect,
  type CovariateSums,
} from '@opportune/core/proof/effect/adjusted-effect.ts';
import type { Certainty } from '@opportune/core/proof/effect/confidence-sequence.ts';
import type { GoalId } from '@opportune/protocol/ids.ts';
import type { AdjustedEffects } from '@opportune/protocol/rest/report/adjusted.ts';
import { adjustedFor, type AdjustedRow } from './adjusted-sql.ts';
import { armPairs, pairCertainty } from '../results/arm-comparisons.ts';
import { nextClosing } from '../results/result-rows.ts';
import type { ReportFacts } from '../queries/shared-queries.ts';
import { unitsGrounds, unitsNeeds } from '../results/units-needs.ts';
import { unitsParams, type UnitsQuestion } from '../results/units-params.ts';

const alpha = 0.05;
/** With a smaller scored share, the adjustment would explain almost nothing. */
const leastScored = 0.1;

export interface AdjustedQuestion extends UnitsQuestion {
  /** The goal whose chance is used if the campaign's goal was not scored. */
  readonly mainGoal: GoalId | null;
}

/** For one period. */
export async function periodAdjusted(
  facts: ReportFacts,
  ask: AdjustedQuestion,
): Promise<AdjustedEffects> {
  const { account, period, shares, horizonVisitors, now } = ask;
  const params = { ...(await unitsParams(facts, ask)), mainGoal: ask.mainGoal ?? '' };
  const rows = await facts.query<AdjustedRow>(
    account,
    adjustedFor(await unitsNeeds(facts, ask, params)),
    params,
    // The scores of closed visitors were stored long ago.
    { on: unitsGrounds(ask), until: nextClosing },
  );
  const whole: Certainty = { alpha, comparisons: 1, horizonVisitors };
  const isOptimising = shares.optimise > 0;
  const pairs = isOptimising ? armPairs : armPairs.slice(-1);
  const scored = total(rows, 'scored') / Math.max(1, total(rows, 'visitors'));
  return {
    period,
    asOf: now,
    scored,
    effects: pairs.map(({ between, of, against }) => {
      const certainty = isOptimising ? pairCertainty(shares, whole, of, against) : whole;
      return { between, difference: effectOf(rows, { of, against, scored }, certainty) };
    }),
  };
}

type Arm = AdjustedRow['arm'];
type Difference = AdjustedEffects['effects'][number]['difference'];

function effectOf(
  rows: readonly AdjustedRow[],
  { of, against, scored }: { readonly of: Arm; readonly against: Arm; readonly scored: number },
  certainty: Certainty,
): Difference {
  if (scored < leastScored) return { type: 'withheld', reason: 'few-scored' };
  const both = rows.filter(({ arm }) => arm === of || arm === against);
  const usual = total(both, 'chances') / Math.max(1, total(both, 'scored'));
  const comparison = { treatment: sums(both, of, usual), control: sums(both, against, usual) };
  if (Math.min(comparison.treatment.visitors, comparison.control.visitors) === 0)
    return { type: 'withheld', reason: 'few-conversions' };
  const found = adjustedRateEffect(comparison, certainty);
  if (found.type === 'withheld') {
    const reason = found.reason === 'few_conversions' ? 'few-conversions' : 'few-scored';
    return { type: 'withheld', reason };
  }
  return { type: 'interval', ...found.difference, alpha, varianceLeft: found.varianceLeft };
}

/** A visitor without a score gets the usual chance, in every arm alike. */
function sums(rows: readonly AdjustedRow[], arm: Arm, usual: number): CovariateSums {
  const own = rows.filter((row) => row.arm === arm);
  const [visitors, conversions] = [total(own, 'visitors'), total(own, 'conversions')];
  const unscored = visitors - total(own, 'scored');
  const unscoredConverted = conversions - total(own, 'scored_conversions');
  return {
    visitors,
    conversions,
    covariateSum: total(own, 'chances') + unscored * usual,
    covariateSquareSum: total(own, 'chance_squares') + unscored * usual ** 2,
    convertedCovariateSum: total(own, 'converted_chances') + unscoredConverted * usual,
  };
}

function total(rows: readonly AdjustedRow[], column: Exclude<keyof AdjustedRow, 'arm'>): number {
  return rows.reduce((sum, row) => sum + row[column], 0);
}
