// The account's holdout against everyone else, for each goal: the joint effect of all campaigns. It
// restarts when the holdout's share changes, so that nobody compared has changed sides. For a goal
// it restarts when another event reaches it, so that one outcome is compared throughout.
import { EMPTY_ARM, type ArmSums } from '@opportune/core/proof/effect/arm-sums.ts';
import { rateEffect } from '@opportune/core/proof/effect/effect.ts';
import type { Goal } from '@opportune/protocol/campaign/campaign.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import type { z } from 'zod';
import type { HoldoutResults } from '@opportune/protocol/rest/report/report.ts';
import { conversionParams } from '../conversions/conversion-params.ts';
import { holdoutSql, longestVisitS } from './results-sql.ts';
import type { ReportFacts } from '../queries/shared-queries.ts';
import { wire } from './wire-effect.ts';

type GoalResult = z.infer<typeof HoldoutResults>['goals'][number];

interface HoldoutRow {
  readonly holdout: number;
  readonly visitors: number;
  readonly converted: number;
  readonly closed_visitors: number;
  readonly closed_converted: number;
}

export interface HoldoutQuestion {
  readonly account: AccountId;
  readonly goal: Goal;
  /** The account's currency. */
  readonly currency: string;
  /** The later of when the holdout got its share and when the goal got its present event. */
  readonly since: number;
  /** Set from the traffic before that. */
  readonly horizonVisitors: number;
  readonly now: number;
}

const alpha = 0.05;
const nobody: HoldoutRow = {
  ...{ holdout: 0, visitors: 0, converted: 0 },
  ...{ closed_visitors: 0, closed_converted: 0 },
};

/** For one goal. */
export async function holdoutResult(
  facts: ReportFacts,
  { account, goal, currency, since, horizonVisitors, now }: HoldoutQuestion,
): Promise<GoalResult> {
  const { window } = goal;
  const rows = await facts.query<HoldoutRow>(account, holdoutSql, {
    ...(await conversionParams(facts, account, { goal, currency })),
    since,
    // The longest window of a visit, so that all have the same length.
    windowS: window.type === 'visit' ? longestVisitS : window.seconds,
    now: now / 1000,
  });
  const of = (holdout: number): HoldoutRow => rows.find((row) => row.holdout === holdout) ?? nobody;
  const [others, held] = [of(0), of(1)];
  const comparison = { treatment: closedSums(others), control: closedSums(held) };
  const certainty = { alpha, comparisons: 1, horizonVisitors };
  const effect = rateEffect(comparison, certainty);
  const closed = others.closed_visitors + held.closed_visitors;
  return {
    goal: goal.id,
    name: goal.name,
    since,
    holdout: { visitors: held.visitors, converted: held.converted },
    others: { visitors: others.visitors, converted: others.converted },
    closed: {
      holdout: { visitors: held.closed_visitors, converted: held.closed_converted },
      others: { visitors: others.closed_visitors, converted: others.closed_converted },
    },
    pending: others.visitors + held.visitors - closed,
    effect: wire(effect, comparison, alpha, ({ difference }) => difference),
  };
}

function closedSums({ closed_visitors, closed_converted }: HoldoutRow): ArmSums {
  return { ...EMPTY_ARM, visitors: closed_visitors, conversions: closed_converted };
}
