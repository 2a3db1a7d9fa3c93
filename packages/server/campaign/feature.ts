// Campaigns as the composition root sees them: life cycle and periods for people, trials for the
// engine. The configuration service is made apart because other features need it first.
import type { Records } from '@opportune/core/ports/records.ts';
import type { Clock, Ids } from '@opportune/core/world/world.ts';
import type { App } from '../http/app.ts';
import { type Campaigns, createCampaigns } from './campaigns.ts';
import type { ConfigurationService } from './configuration.ts';
import { addCampaignRoutes } from './routes.ts';
import type { CampaignTraffic } from './seams.ts';
import { type Trials, createTrials } from './trials.ts';

export interface CampaignParts {
  readonly records: Records;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly configurations: ConfigurationService;
  readonly traffic: CampaignTraffic;
}

export interface CampaignFeature {
  readonly campaigns: Campaigns;
  readonly trials: Trials;
  routes(app: App): void;
}

export function createCampaignFeature(parts: CampaignParts): CampaignFeature {
  const campaigns = createCampaigns(parts);
  const trials = createTrials(parts.records, parts.clock);
  return {
    campaigns,
    trials,
    routes: (app) => addCampaignRoutes(app, { campaigns, trials, traffic: parts.traffic }),
  };
}
