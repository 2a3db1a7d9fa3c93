// Whether a browser was sent a byte of what its visitor must not see, judged by the assignment alone:
// whoever is in control of a campaign as it runs, or as it ran last, or is held out of all of them.
import { armPlanOf } from '@opportune/core/decision/configuration/arm-plan.ts';
import { assignArm, type Arm } from '@opportune/core/proof/arms.ts';
import type { LiveCampaign } from '@opportune/protocol/campaign/campaign.ts';
import type { Configuration } from '@opportune/protocol/campaign/configuration.ts';
import type { VisitorId } from '@opportune/protocol/ids.ts';

export interface Leak {
  readonly campaign: string;
  readonly arm: string;
}

/** The campaign of which `text` has a byte though the visitor is in its control; null for none. */
export function leakedTo(
  visitor: VisitorId,
  text: string,
  versions: readonly Configuration[],
): Leak | null {
  for (const id of mentionedIn(text, versions)) {
    const arm = armOf(visitor, id, versions);
    // What the arm that optimises is sent is held against its decisions.
    if (arm?.type !== 'treatment' && arm?.type !== 'optimise')
      return { campaign: id, arm: arm?.type ?? 'no arm' };
  }
  return null;
}

/** The campaigns of which `text` has a byte. */
export function mentionedIn(text: string, versions: readonly Configuration[]): readonly string[] {
  if (!text.includes('secret-')) return [];
  return [...campaignIds(versions)].filter((id) => text.includes(id));
}

/** The arm in the newest of these versions that has the campaign. */
function armOf(visitor: VisitorId, id: string, versions: readonly Configuration[]): Arm | null {
  const version = versions.findLast(({ campaigns }) => campaigns.some((each) => each.id === id));
  const live = version?.campaigns.find((each) => each.id === id);
  return version === undefined || live === undefined ? null : assignedArm(visitor, version, live);
}

/** What the hashes say, and nothing else. */
export function assignedArm(visitor: VisitorId, version: Configuration, live: LiveCampaign): Arm {
  return assignArm(armPlanOf(version, live), visitor);
}

function campaignIds(versions: readonly Configuration[]): ReadonlySet<string> {
  return new Set(versions.flatMap(({ campaigns }) => campaigns.map(({ id }) => id)));
}
