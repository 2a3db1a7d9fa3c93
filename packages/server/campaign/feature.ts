// Builds the campaign feature: life cycle and periods for people, trials for the engine. The
// configuration service is created separately, because other features need it first.
import type { World } from '@opportune/core/ports/world.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { Feature } from '../http/feature.ts';
import { createApprovals } from './approval/approvals.ts';
import { type Campaigns, createCampaigns } from './campaigns.ts';
import type { ConfigurationService } from './configuration/configuration.ts';
import { addExclusionRoutes } from './exclusions/exclusion-routes.ts';
import { createExclusions, type Exclusions } from './exclusions/exclusions.ts';
import { createGuardrails, guardrailMs, repeat, restAfter } from './guardrails.ts';
import { createPublications } from './publications.ts';
import { addRehearsalRoutes } from './rehearsal/rehearsal-routes.ts';
import type { PastVisits } from './rehearsal/rehearsal-seam.ts';
import { createRehearsals } from './rehearsal/rehearsals.ts';
import { addCampaignRoutes } from './routes.ts';
import type { CampaignTraffic } from './seams.ts';
import { addTranslationRoutes } from './translation/translation-routes.ts';
import { createTrials, type Trials } from './trials.ts';

export interface CampaignParts {
  readonly world: World;
  readonly records: Records;
  readonly configurations: ConfigurationService;
  readonly traffic: CampaignTraffic;
  readonly past: PastVisits;
}

export interface CampaignFeature extends Feature {
  readonly campaigns: Campaigns;
  readonly trials: Trials;
  readonly exclusions: Exclusions;
}

export function createCampaignFeature(given: CampaignParts): CampaignFeature {
  const parts = { ...given.world, ...given };
  const campaigns = createCampaigns(parts);
  const trials = createTrials(parts.records, parts.clock);
  const exclusions = createExclusions(parts);
  const rehearsals = createRehearsals(parts);
  const publications = createPublications(parts);
  const approvals = createApprovals(parts);
  const ended = new AbortController();
  let endWatch: (() => Promise<void>) | undefined;
  return {
    name: 'campaign',
    campaigns,
    trials,
    exclusions,
    routes(app) {
      addCampaignRoutes(app, {
        campaigns,
        publications,
        approvals,
        trials,
        traffic: parts.traffic,
        rehearsals,
      });
      addTranslationRoutes(app, { ...parts, campaigns });
      addExclusionRoutes(app, exclusions);
      addRehearsalRoutes(app, { campaigns, rehearsals });
    },
    // Starts the check for proved harm, once a minute, and publishes what waits.
    start() {
      if (endWatch !== undefined) return;
      publications
        .resume()
        .catch((error) => parts.log.warn('publication.failed', { error: String(error) }));
      endWatch = repeat(
        createGuardrails({
          ...{ ...parts, campaigns, proof: parts.traffic, signal: ended.signal },
          rest: (tookMs) => restAfter(tookMs, ended.signal),
        }),
        guardrailMs,
        (error) => parts.log.warn('guardrail.failed', { error: String(error) }),
      );
    },
    async close() {
      ended.abort();
      await endWatch?.();
      await publications.close();
      await rehearsals.close();
    },
  };
}
