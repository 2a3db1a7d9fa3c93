// Compiles a configuration once: campaigns in the order of their claim, conditions as closures, and
// the index that finds the campaigns an event or a changed value can touch.
import type { Configuration } from '@opportune/protocol/campaign/configuration.ts';
import {
  optimisingOf,
  type Goal,
  type LiveCampaign,
} from '@opportune/protocol/campaign/campaign.ts';
import type { CampaignId, GoalId } from '@opportune/protocol/ids.ts';
import { compileCondition, newLeafBook } from '../../behaviour/condition/compile-condition.ts';
import { compilePattern, type Pattern } from '../../behaviour/condition/pattern.ts';
import { compileSchedule } from '../../campaign/schedule.ts';
import { compileSection, type SectionMatcher } from '../../campaign/sections.ts';
import { armPlanOf, isRunnable } from './arm-plan.ts';
import { ZoneMasks, zoneNumber } from '../gates/zones.ts';
import type { CampaignIndex } from '../index/campaign-index.ts';
import { IndexedCampaigns } from '../index/indexed-campaigns.ts';
import type { CompiledCampaign } from './compiled-campaign.ts';
import { isContested } from './expected-value.ts';
import { followedScores, type FollowedScore } from './follow-scores.ts';
import { mainGoal } from './main-goal.ts';
import { SharedTruths, type CampaignTruths } from './shared-truths.ts';
import { RankSet } from '../../world/rank-set.ts';

export interface CompiledConfiguration {
  readonly source: Configuration;
  readonly version: number;
  /**
   * Highest priority first, then by id. A campaign's number is its rank. If `contested`, expected
   * value decides before the id.
   */
  readonly campaigns: readonly CompiledCampaign[];
  readonly ranks: ReadonlyMap<CampaignId, number>;
  readonly zones: ZoneMasks;
  /** The ranks of the optimising campaigns. */
  readonly optimising: RankSet;
  readonly index: CampaignIndex;
  readonly truths: CampaignTruths;
  /** Whether campaigns of the same priority have different goals. */
  readonly contested: boolean;
  readonly goals: ReadonlyMap<string, readonly CompiledGoal[]>;
  readonly mainGoal: GoalId | null;
  readonly sections: readonly SectionMatcher[];
  readonly scores: readonly FollowedScore[];
}

export interface CompiledGoal {
  readonly goal: Goal;
  readonly pattern: Pattern;
}

/**
 * Leaves out campaigns that cannot run because their shares do not add up; check-campaign names
 * them.
 */
export function compileConfiguration(source: Configuration): CompiledConfiguration {
  const main = mainGoal(source);
  const book = newLeafBook(source.attributes, main);
  const running = source.campaigns.filter(isRunnable).toSorted(byClaim);
  const goals = new Map(source.goals.map((goal) => [goal.id, goal]));
  const campaigns = running.map((live, rank): CompiledCampaign => ({
    rank,
    live,
    goal: goals.get(live.document.goal) ?? null,
    zone: zoneNumber(live.document.engagement.zone),
    sites: live.document.sites.length === 0 ? null : new Set<string>(live.document.sites),
    schedule: compileSchedule(live.document.schedule, source.settings.timeZone),
    audience: compileCondition(live.document.audience, book, live.document.goal),
    moment: compileCondition(live.document.engagement.moment, book, live.document.goal),
    plan: armPlanOf(source, live),
    optimise: optimisingOf(live.document),
  }));
  return {
    source,
    version: source.version,
    campaigns,
    ranks: new Map(campaigns.map(({ live, rank }) => [live.id, rank])),
    zones: new ZoneMasks(campaigns),
    optimising: optimisingAmong(campaigns),
    index: new IndexedCampaigns(campaigns, book.walk),
    truths: new SharedTruths(campaigns),
    contested: isContested(campaigns),
    goals: Map.groupBy(source.goals.map(compileGoal), ({ pattern }) => pattern.event),
    mainGoal: main,
    sections: source.sections.map(compileSection),
    scores: followedScores(book.scores, source),
  };
}

function optimisingAmong(campaigns: readonly CompiledCampaign[]): RankSet {
  const ranks = new RankSet();
  ranks.addAll(campaigns.filter(({ optimise }) => optimise !== null).map(({ rank }) => rank));
  return ranks;
}

function byClaim(one: LiveCampaign, other: LiveCampaign): number {
  return other.document.priority - one.document.priority || (one.id < other.id ? -1 : 1);
}

function compileGoal(goal: Goal): CompiledGoal {
  return { goal, pattern: compilePattern(goal.event) };
}
