// Finds values of a condition that were added and not set yet. The grammar accepts their
// placeholder, but nobody means it.
import type { CampaignProblem } from '@opportune/core/campaign/check-campaign.ts';
import type { CampaignDocument } from '@opportune/protocol/campaign/campaign.ts';
import { join } from './condition-edit.ts';
import { unset } from './new-node.ts';

/** One problem for each value of audience and moment that is not set. */
export function unsetProblems(
  { audience, engagement }: CampaignDocument,
  message: string,
): readonly CampaignProblem[] {
  return [
    ...placesOf(audience, 'audience'),
    ...placesOf(engagement.moment, 'engagement.moment'),
  ].map((path) => ({ path, code: 'condition.value', message }));
}

function placesOf(value: unknown, path: string): readonly string[] {
  if (value === unset) return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) =>
    Array.isArray(value) && each === unset ? [path] : placesOf(each, join(path, key)),
  );
}
