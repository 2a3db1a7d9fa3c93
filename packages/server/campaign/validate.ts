// Checks whether a document can be stored as a draft, and whether it can go live. A draft may be
// unfinished, but its conditions must be valid. A document that goes live must be complete.
// Problems are listed together.
import { checkCondition } from '@opportune/core/behaviour/condition/check-condition.ts';
import {
  type CampaignProblem,
  checkCampaign,
  under,
} from '@opportune/core/campaign/check-campaign.ts';
import type { Sql } from '@opportune/core/ports/records.ts';
import type { CustomAttribute } from '@opportune/protocol/behaviour/attributes.ts';
import type { CampaignDocument } from '@opportune/protocol/campaign/campaign.ts';
import { problem } from '@opportune/protocol/errors.ts';
import { refuseAll } from '../http/problem/refusal.ts';
import { readAttributes } from './configuration/assemble.ts';

/**
 * Throws the problems of audience and moment. `place` is the document's location in the request.
 */
export function refuseWrongConditions(
  { audience, engagement }: CampaignDocument,
  place: string,
  attributes: readonly CustomAttribute[],
): void {
  refuseAny([
    ...under(`${place}.audience`, checkCondition(audience, attributes)),
    ...under(`${place}.engagement.moment`, checkCondition(engagement.moment, attributes)),
  ]);
}

/** Throws everything that keeps a document from going live, including references. */
export async function refuseIncomplete(sql: Sql, document: CampaignDocument): Promise<void> {
  const attributes = await readAttributes(sql);
  refuseAny([...checkCampaign(document, attributes), ...(await missingReferences(sql, document))]);
}

function refuseAny(found: readonly CampaignProblem[]): void {
  const [first, ...rest] = found.map(({ code, path, message }) =>
    problem(code, { path, detail: message }),
  );
  if (first !== undefined) throw refuseAll([first, ...rest]);
}

async function missingReferences(
  sql: Sql,
  { goal, sites }: CampaignDocument,
): Promise<CampaignProblem[]> {
  const found: CampaignProblem[] = [];
  const goals = await sql.row('SELECT 1 FROM goals WHERE id = $1', [goal]);
  if (goals === undefined) found.push(incomplete('goal', 'There is no such goal.'));
  for (const [index, site] of sites.entries()) {
    const row = await sql.row('SELECT 1 FROM sites WHERE id = $1', [site]);
    if (row === undefined) found.push(incomplete(`sites.${index}`, 'There is no such site.'));
  }
  return found;
}

function incomplete(path: string, message: string): CampaignProblem {
  return { path, code: 'campaign.incomplete', message };
}
