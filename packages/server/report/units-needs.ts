// What the units of a period rest on: which parts of their SQL can change a figure, and what has to be
// stored for them to change.
import { keyPathOf, reportsSql } from './conversions-sql.ts';
import { grounds, type Ground } from './fact-versions.ts';
import type { ResultsNeeds } from './results-sql.ts';
import type { ReportFacts } from './shared-queries.ts';
import type { UnitsQuestion } from './units-params.ts';

export async function unitsNeeds(facts: ReportFacts, ask: UnitsQuestion): Promise<ResultsNeeds> {
  return {
    visits: ask.goal.window.type === 'visit',
    refunds: ask.goal.key !== null && (await hasReports(facts, ask)),
  };
}

/** Without reactions, which not every figure counts. */
export function unitsGrounds({ campaign, goal }: UnitsQuestion): readonly Ground[] {
  const on = [grounds.decisionsOf(campaign), grounds.conversionsOf(goal.id), grounds.takenBack];
  // Whatever somebody does makes their visit longer, and their window with it.
  return goal.window.type === 'visit' ? [...on, grounds.events] : on;
}

/** Whether there is any refund or cancellation that may concern the goal. */
async function hasReports(facts: ReportFacts, { account, goal }: UnitsQuestion): Promise<boolean> {
  const params = { keyPath: keyPathOf(goal) };
  const on = [grounds.takenBack];
  const [row] = await facts.query<{ reports: number }>(account, reportsSql, params, { on });
  return row !== undefined && row.reports > 0;
}
