// The display name of a campaign: its running name, else its last one, else its id.
import type { CampaignId } from '@opportune/protocol/ids.ts';
import type { DecisionContext } from '../effect.ts';

export function campaignName(
  { configuration, restingNames }: DecisionContext,
  id: CampaignId,
): string {
  const running = configuration.campaigns[configuration.ranks.get(id) ?? -1];
  return running?.live.document.name ?? restingNames?.get(id) ?? id;
}
