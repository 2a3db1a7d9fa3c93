// What the units of a period rest on: which parts of their SQL can change a figure, and what has to be
// stored for them to change.
import { type ConversionParams, hasReports } from '../conversions/conversion-params.ts';
import { grounds, type Ground } from '../queries/fact-versions.ts';
import type { ResultsNeeds } from './results-sql.ts';
import type { ReportFacts } from '../queries/shared-queries.ts';
import type { UnitsQuestion } from './units-params.ts';

export async function unitsNeeds(
  facts: ReportFacts,
  { account, goal }: UnitsQuestion,
  params: ConversionParams,
): Promise<ResultsNeeds> {
  return {
    visits: goal.window.type === 'visit',
    refunds: await hasReports(facts, account, params),
  };
}

/** Without reactions, which not every figure counts. */
export function unitsGrounds({ campaign, goal }: UnitsQuestion): readonly Ground[] {
  const on = [grounds.decisionsOf(campaign), grounds.conversionsOf(goal.id), grounds.takenBack];
  // Whatever somebody does makes their visit longer, and their window with it.
  return goal.window.type === 'visit' ? [...on, grounds.events] : on;
}
