// Whether a browser received content that its visitor must not see. The assignment of arms alone
// decides: the visitor is in control of the campaign's current or last version, or in the holdout.
import { armPlanOf } from '@opportune/core/decision/configuration/arm-plan.ts';
import { assignArm, type Arm } from '@opportune/core/proof/arms.ts';
import type { LiveCampaign } from '@opportune/protocol/campaign/campaign.ts';
import type { Configuration } from '@opportune/protocol/campaign/configuration.ts';
import type { VisitorId } from '@opportune/protocol/ids.ts';

export interface Leak {
  readonly campaign: string;
  readonly arm: string;
}

/**
 * The campaign whose content appears in `text` although the visitor must not see it. Null if there
 * is none.
 */
export function leakedTo(
  visitor: VisitorId,
  text: string,
  versions: readonly Configuration[],
): Leak | null {
  for (const id of mentionedIn(text, versions)) {
    const arm = armOf(visitor, id, versions);
    // Content for the arm that optimises is checked against its decisions instead.
    if (arm?.type !== 'treatment' && arm?.type !== 'optimise')
      return { campaign: id, arm: arm?.type ?? 'no arm' };
  }
  return null;
}

/** The campaigns whose content appears in `text`. */
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

/** The arm by the hashes alone. */
export function assignedArm(visitor: VisitorId, version: Configuration, live: LiveCampaign): Arm {
  return assignArm(armPlanOf(version, live), visitor);
}

function campaignIds(versions: readonly Configuration[]): ReadonlySet<string> {
  return new Set(versions.flatMap(({ campaigns }) => campaigns.map(({ id }) => id)));
}
