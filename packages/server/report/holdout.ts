// The account's holdout against everyone else, for each goal: what all campaigns together caused.
import type { ArmSums } from '@opportune/core/proof/arm-sums.ts';
import { rateEffect } from '@opportune/core/proof/effect.ts';
import type { Goal } from '@opportune/protocol/campaign.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import type { z } from 'zod';
import type { HoldoutResults } from '@opportune/protocol/rest/report.ts';
import { conversionParams } from './conversions-sql.ts';
import { holdoutSql } from './results-sql.ts';
import type { ReportFacts } from './shared-queries.ts';

type GoalResult = z.infer<typeof HoldoutResults>['goals'][number];

interface HoldoutRow {
  readonly holdout: number;
  readonly visitors: number;
  readonly converted: number;
}

export async function holdoutResults(
  facts: ReportFacts,
  account: AccountId,
  goals: readonly Goal[],
  horizonVisitors: number,
): Promise<readonly GoalResult[]> {
  return Promise.all(
    goals.map(async (goal) => {
      const rows = await facts.query<HoldoutRow>(account, holdoutSql, conversionParams(goal));
      const holdout = sumsOf(rows.find((row) => row.holdout === 1));
      const others = sumsOf(rows.find((row) => row.holdout === 0));
      return {
        goal: goal.id,
        name: goal.name,
        holdout: { visitors: holdout.visitors, converted: holdout.conversions },
        others: { visitors: others.visitors, converted: others.conversions },
        effect: effectOf(others, holdout, horizonVisitors),
      };
    }),
  );
}

function effectOf(
  treatment: ArmSums,
  control: ArmSums,
  horizonVisitors: number,
): GoalResult['effect'] {
  if (control.visitors === 0) return { type: 'withheld', reason: 'no-control' };
  const effect = rateEffect(
    { treatment, control },
    { alpha: 0.05, comparisons: 1, horizonVisitors },
  );
  if (effect.type === 'withheld') return { type: 'withheld', reason: 'few-conversions' };
  return { type: 'interval', ...effect.difference, alpha: 0.05 };
}

function sumsOf(row: HoldoutRow | undefined): ArmSums {
  return {
    visitors: row?.visitors ?? 0,
    conversions: row?.converted ?? 0,
    valueSum: 0,
    valueSquareSum: 0,
  };
}
