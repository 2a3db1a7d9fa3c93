// How many visitors in a period's control an agent contacted by hand. It changes no other figure:
// they stay in the arm that was drawn.
import { grounds } from '../queries/fact-versions.ts';
import { enrolledSql, longestVisitS } from './results-sql.ts';
import type { ReportFacts } from '../queries/shared-queries.ts';
import { type UnitsQuestion, windowSOf } from './units-params.ts';

/**
 * Visitors in control with whom an agent began or reopened a conversation, from the start of the
 * period to the end of their window. For a reopened one, `by` is who began it and `reopenedBy` who
 * reopened it. Parameters: campaign, period, windowS (0: the visit), from (seconds).
 */
export const byHandSql = `
  SELECT toFloat64(uniqExact(h.visitor)) AS visitors
  FROM (
    SELECT visitor, visit, at FROM $events
    WHERE name IN ('Conversation Started', 'Conversation Reopened') AND trust = 'server'
      AND JSONExtractString(properties, if(name = 'Conversation Started', 'by', 'reopenedBy')) = 'agent'
      AND at >= fromUnixTimestamp64Milli(toInt64({from:Float64} * 1000))
  ) AS h
  INNER JOIN (${enrolledSql}) AS e ON e.visitor = h.visitor
  WHERE e.arm = 'control' AND (h.at <= e.enrolled_at + toIntervalSecond({windowS:UInt32})
    OR ({windowS:UInt32} = 0 AND h.visit = e.visit AND h.at <= e.enrolled_at + toIntervalSecond(${longestVisitS})))`;

export async function addressedByHand(
  facts: ReportFacts,
  ask: UnitsQuestion,
  fromMs: number,
): Promise<number> {
  const { campaign, period, goal } = ask;
  const on = [grounds.decisionsOf(campaign), grounds.begun];
  const params = { campaign, period, windowS: windowSOf(goal), from: fromMs / 1000 };
  const [row] = await facts.query<{ visitors: number }>(ask.account, byHandSql, params, { on });
  return row?.visitors ?? 0;
}
