// What the units of a period depend on: which parts of their SQL can change a figure, and which
// stored facts can change them.
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
  // Any event of a visitor prolongs their visit, and their window with it.
  return goal.window.type === 'visit' ? [...on, grounds.events] : on;
}
