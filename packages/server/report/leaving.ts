// Harm to the visit: how many leave at once after their decision, in every arm alike, and whether it
// is proved that a campaign drives more away than would have left. It says nothing of the goal.
import type { Comparison } from '@opportune/core/proof/arm-sums.ts';
import type { Certainty } from '@opportune/core/proof/confidence-sequence.ts';
import { leavingEffect } from '@opportune/core/proof/harm.ts';
import type { PeriodStop } from '@opportune/protocol/rest/campaign.ts';
import type { Leaving } from '@opportune/protocol/rest/leaving.ts';
import { pairCertainty } from './arm-comparisons.ts';
import { leavingS, leavingSql, type LeavingRow } from './leaving-sql.ts';
import type { ReportFacts } from './shared-queries.ts';
import type { UnitsQuestion } from './units-params.ts';
import { wire } from './wire-effect.ts';

const alpha = 0.05;

/** Of one period. */
export async function periodLeaving(facts: ReportFacts, ask: UnitsQuestion): Promise<Leaving> {
  const { account, campaign, period, now } = ask;
  const params = { campaign, period, now: now / 1000 };
  const rows = await facts.query<LeavingRow>(account, leavingSql, params);
  const arms = ask.shares.optimise > 0 ? (['optimise', 'treatment'] as const) : onlyTreatment;
  const found = arms.map((arm) => comparedWithControl(rows, arm, ask));
  return {
    period,
    asOf: now,
    seconds: leavingS,
    arms: rows.map(({ arm, closed, left_at_once: left }) => ({ arm, visitors: closed, left })),
    pending: rows.reduce((sum, { visitors, closed }) => sum + visitors - closed, 0),
    effects: found.map(({ arm, difference }) => ({ arm, difference })),
    harm: found.find(({ harm }) => harm !== null)?.harm ?? null,
  };
}

const onlyTreatment = ['treatment'] as const;

function comparedWithControl(
  rows: readonly LeavingRow[],
  arm: 'optimise' | 'treatment',
  { shares, horizonVisitors, now }: UnitsQuestion,
) {
  const isOptimising = shares.optimise > 0;
  const whole: Certainty = { alpha, comparisons: 1, horizonVisitors };
  const certainty = isOptimising ? pairCertainty(shares, whole, arm, 'control') : whole;
  const comparison = { treatment: sums(rows, arm), control: sums(rows, 'control') };
  const effect = leavingEffect(comparison, certainty);
  const difference = wire(effect, comparison, alpha / 2, (of) => of.difference);
  const harm: PeriodStop | null =
    effect.type === 'interval' && effect.finding === 'gain'
      ? {
          at: now,
          measure: 'leaving',
          ...(isOptimising ? { arm } : {}),
          ...effect.difference,
          gain: effect.relative.estimate,
          treatment: comparison.treatment.visitors,
          control: comparison.control.visitors,
        }
      : null;
  return { arm, difference, harm };
}

function sums(rows: readonly LeavingRow[], arm: LeavingRow['arm']): Comparison['treatment'] {
  const row = rows.find((each) => each.arm === arm);
  const [visitors, conversions] = [row?.closed ?? 0, row?.left_at_once ?? 0];
  return { visitors, conversions, valueSum: 0, valueSquareSum: 0 };
}
