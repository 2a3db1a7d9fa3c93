// Builds the features that decide and prove, and connects them: campaigns and their results, what
// is learnt from visits, and the owner of visitors.
import { createAgentsRoom } from '@opportune/core/bus/agents-room.ts';
import { createOfferWays } from '@opportune/core/bus/ways.ts';
import type { ConfigurationService } from '../campaign/configuration/configuration.ts';
import { type CampaignFeature, createCampaignFeature } from '../campaign/feature.ts';
import type { CampaignTraffic } from '../campaign/seams.ts';
import type { CollectParts } from '../collect/seams.ts';
import { createEngage } from '../engage/engage.ts';
import { onlyAtHome } from '../engage/intake.ts';
import type { Trials } from '../engage/seams.ts';
import { historyInTurns } from '../engage/history/history-in-turns.ts';
import { History, readLogs } from '../engage/history/visitor-history.ts';
import { pastVisits } from '../engage/rehearsal/past-visits.ts';
import type { Ground } from '../ground.ts';
import { trainApart } from '../learn/challenger/train-apart.ts';
import { createLearn } from '../learn/intent/feature.ts';
import { createPolicies } from '../learn/policy/feature.ts';
import type { BrandTrials } from '../site/brand-trials.ts';
import { triedBy } from '@opportune/protocol/rest/trial.ts';
import { takenBackFrom } from '../report/conversions/taken-back.ts';
import { createReportFeature, type ReportFeature } from '../report/feature.ts';

export function createEngagementFeatures(
  ground: Ground,
  configurations: ConfigurationService,
  brandTrials: BrandTrials,
) {
  const { world, records, facts, behind: schedule } = ground;
  const agents = createAgentsRoom(world.bus);
  const takenBack = takenBackFrom(facts);
  const campaign: CampaignFeature = createCampaignFeature({
    ...{ world, records, configurations },
    traffic: trafficIn(() => report),
    past: pastVisits(facts, takenBack),
  });
  const { campaigns, trials } = campaign;
  const report: ReportFeature = createReportFeature({
    ...{ world, facts, configurations },
    campaigns: { ...campaigns, exclusions: campaign.exclusions.of },
  });
  const behind = { ...world, schedule };
  const learn = createLearn({
    ...{ world: behind, records, facts, configurations, train: trainApart },
    readLogs: (of, visitors) => readLogs(facts, of, visitors),
  });
  const policies = createPolicies({
    ...{ world: behind, records, facts, configurations, campaigns, takenBack },
    availability: (of) => agents.availability(of),
  });
  const deciding = {
    agents,
    ways: createOfferWays(world.bus),
    trials: eitherOf(trials, brandTrials),
    intent: learn.intent,
    policies: policies.policies,
    hasVoice: ground.voice !== null,
  };
  const engaging = createEngage({
    ...ownerOn(ground),
    ordinals: ground.ordinals,
    configurations,
    deciding,
  });
  const engage = { ...engaging, intake: onlyAtHome(engaging.intake, ground.homes) };
  ground.memory.onNear((bytes) => {
    const { owner } = engage;
    const before = owner.room.sizeBytes;
    owner.room.shed(bytes);
    owner.letGo(bytes - (before - owner.room.sizeBytes));
    // What is learnt for it is stored first, and read again when its engine is.
    learn.letGo(engage.isAwake);
  });
  return {
    campaign,
    report,
    learn,
    policies,
    engage,
    trials: trialsFound(deciding.trials, brandTrials),
  };
}

/** A code says what it is of, so at most one of them looks it up. */
function eitherOf(drafts: Trials, brands: Trials): Trials {
  return {
    verifyTrial: async (...of) => (await drafts.verifyTrial(...of)) ?? brands.verifyTrial(...of),
    forget: (account, code) => (triedBy(code) === 'brand' ? brands : drafts).forget(account, code),
  };
}

/** Whether a code is known where a browser comes with it, and the brand that it shows. */
function trialsFound(trials: Trials, brands: BrandTrials): CollectParts['accounts']['trials'] {
  return {
    async find(account, site, code) {
      if (triedBy(code) === 'brand') {
        const look = await brands.lookOf(account, site, code);
        return look === null ? null : { look };
      }
      return (await trials.verifyTrial(account, site, code)) === null ? null : { look: null };
    },
  };
}

/** Lets campaigns query results, although the results feature is created after them. */
function trafficIn(report: () => ReportFeature): CampaignTraffic {
  return {
    harm: (of, id, period, on) => report().reports.harm(of, id, period, on),
    ripe: (of, leaving) => report().reports.ripe(of, leaving),
    figures: (of) => report().reports.figures(of),
    watch(of, haste) {
      const { reports, changed } = report().watch(of, haste);
      return { figures: () => reports.figures(of), changed };
    },
    traffic: (of, id, document) => report().reports.traffic(of, id, document),
    horizon: (of) => report().reports.horizon(of),
  };
}

function ownerOn({ world, facts, budgets, turns, memory, behind }: Ground) {
  return {
    ...{ world, facts, budgets, behind },
    memory: {
      profileBytes: memory.plan.profiles,
      waitingBytes: memory.plan.waiting,
      isTight: () => memory.isTight,
    },
    ledger: { waitingBytes: memory.plan.ledger },
    history: historyInTurns(new History(facts, world.log), turns),
  };
}
