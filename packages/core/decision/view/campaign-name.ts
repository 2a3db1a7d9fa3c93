// What a campaign is called, for people: as it runs, else as it ran last; its id where nobody knows.
import type { CampaignId } from '@opportune/protocol/ids.ts';
import type { DecisionContext } from '../effect.ts';

export function campaignName(
  { configuration, restingNames }: DecisionContext,
  id: CampaignId,
): string {
  const running = configuration.campaigns[configuration.ranks.get(id) ?? -1];
  return running?.live.document.name ?? restingNames?.get(id) ?? id;
}
