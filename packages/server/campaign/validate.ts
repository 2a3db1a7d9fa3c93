// Whether a document can be kept as a draft, and whether it can go live. A draft may be unfinished
// but its conditions must make sense; what goes live must be whole. Problems are listed together.
import type { Sql } from '@opportune/core/ports/records.ts';
import type { CampaignDocument } from '@opportune/protocol/campaign.ts';
import { type Problem, problem } from '@opportune/protocol/errors.ts';
import { refuseAll } from '../http/refusal.ts';

/** Throws the problems of audience and moment; `under` is where the document lies in the request. */
export function refuseWrongConditions(document: CampaignDocument, under: string): void {
  throwAny(conditionProblems(document).map((each) => ({ ...each, path: `${under}.${each.path ?? ''}` })));
}

/** Throws everything that keeps a document from going live, references included. */
export async function refuseIncomplete(sql: Sql, document: CampaignDocument): Promise<void> {
  throwAny([...conditionProblems(document), ...wholeProblems(document), ...(await referenceProblems(sql, document))]);
}

function throwAny(problems: readonly Problem[]): void {
  const [first, ...rest] = problems;
  if (first !== undefined) throw refuseAll([first, ...rest]);
}

function conditionProblems(_document: CampaignDocument): Problem[] {
  return [];
}

function wholeProblems(document: CampaignDocument): Problem[] {
  const { control, engagement } = document;
  const found: Problem[] = [];
  if (control === 0) found.push(incomplete('control', 'A live campaign needs a control group.'));
  const shares = engagement.variants.reduce((sum, { share }) => sum + share, 0);
  if (shares !== 10_000) found.push(incomplete('engagement.variants', 'The shares of the variants must add up to 100 %.'));
  return found;
}

async function referenceProblems(sql: Sql, { goal, sites }: CampaignDocument): Promise<Problem[]> {
  const found: Problem[] = [];
  if ((await sql.row('SELECT 1 FROM goals WHERE id = $1', [goal])) === undefined) {
    found.push(incomplete('goal', 'There is no such goal.'));
  }
  for (const [index, site] of sites.entries()) {
    const row = await sql.row('SELECT 1 FROM sites WHERE id = $1', [site]);
    if (row === undefined) found.push(incomplete(`sites.${index}`, 'There is no such site.'));
  }
  return found;
}

function incomplete(path: string, detail: string): Problem {
  return problem('campaign.incomplete', { path, detail });
}
