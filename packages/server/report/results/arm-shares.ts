// The planned shares of a period's arms among its eligible visitors, from its document.
import { optimisingOf, type CampaignDocument } from '@opportune/protocol/campaign/campaign.ts';

/** They add up to 1. `treatment` is *always* if the campaign optimises. */
export interface ArmShares {
  readonly control: number;
  readonly treatment: number;
  readonly optimise: number;
}

const all = 10_000;

export function armSharesOf(document: CampaignDocument): ArmShares {
  const settings = optimisingOf(document);
  const control = document.control / all;
  const treatment = (1 - control) * (settings === null ? 1 : settings.always / all);
  return { control, treatment, optimise: settings === null ? 0 : 1 - control - treatment };
}
