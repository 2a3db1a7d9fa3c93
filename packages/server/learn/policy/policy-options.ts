// What a policy is told of its campaign: delays, costs, whose time it takes, the salt of its draws. It
// follows from the configuration alone, so that a kept policy goes on under it.
import type { CountedGoal } from '@opportune/core/decision/step/currency.ts';
import type { EngagementPolicyOptions } from '@opportune/core/learning/uplift/engagement-policy.ts';
import { MOMENT_KINDS } from '@opportune/core/decision/optimise/moment-kind.ts';
import { policyColumnCount } from '@opportune/core/decision/optimise/policy-features.ts';
import {
  optimisingOf,
  takesAgents,
  type Goal,
  type LiveCampaign,
  type Optimise,
} from '@opportune/protocol/campaign/campaign.ts';
import type { Configuration } from '@opportune/protocol/campaign/configuration.ts';
import { SkillId } from '@opportune/protocol/ids.ts';

/** Share of decisions left to chance once gains have shown themselves. */
const exploration = 0.02;
/** Beyond the campaign's own moment nobody is invited before this age of the visit. */
const earliestS = 30;
/** For a skill that nobody is named for. */
export const everybody = '*';

/** A running campaign that optimises, with what goes with it. */
export interface Optimising extends CountedGoal {
  readonly live: LiveCampaign;
  readonly settings: Optimise;
  readonly options: EngagementPolicyOptions;
}

/** Those of a configuration whose goal is there. */
export function optimisingCampaigns(configuration: Configuration): readonly Optimising[] {
  return configuration.campaigns.flatMap((live) => {
    const goal = configuration.goals.find(({ id }) => id === live.document.goal);
    return goal === undefined ? [] : (optimisingCampaign(configuration, live, goal) ?? []);
  });
}

/** Null where it offers always. */
export function optimisingCampaign(
  configuration: Configuration,
  live: LiveCampaign,
  goal: Goal,
): Optimising | null {
  const settings = optimisingOf(live.document);
  if (settings === null) return null;
  const { currency } = configuration.settings;
  return { live, goal, currency, settings, options: optionsOf(configuration, live, settings) };
}

function optionsOf(
  { salt }: Configuration,
  { id, period, document }: LiveCampaign,
  settings: Optimise,
): EngagementPolicyOptions {
  return {
    salt: `${salt}:policy:${id}:${period}`,
    delaysS: delaysOf(settings),
    needsAgent: takesAgents(document),
    features: policyColumnCount,
    exploration,
    cost: settings.costPerInvitation,
    annoyance: settings.annoyance,
    earliestS,
    momentKinds: MOMENT_KINDS,
  };
}

/** None, the shortest, one between and the longest; the one between is as many times as long as each. */
export function delaysOf({ delayS: { from, until } }: Optimise): readonly number[] {
  if (until === 0) return [0];
  const between = from === 0 ? until / 2 : Math.sqrt(from * until);
  return [...new Set([0, from, Math.round(between), until])].sort((one, other) => one - other);
}

/** Null for everybody. */
export function skillNamed(name: string): SkillId | null {
  return name === everybody ? null : (SkillId.safeParse(name).data ?? null);
}

/** The skills whose time a campaign takes, and who answers where none is named. */
export function skillsOf({ document }: LiveCampaign): readonly string[] {
  const named = document.engagement.variants.flatMap(({ offer }) =>
    offer.channel === 'chat' ? [offer.skill ?? everybody] : [],
  );
  return [...new Set(named)];
}
