// What a policy knows about its campaign: delays, costs, whose time it takes, and the salt of its
// draws. It follows from the configuration alone, so that a stored policy continues unchanged.
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

/** The share of decisions left to chance once gains are evident. */
const exploration = 0.02;
/** Beyond the campaign's own moment, nobody is invited before this age of the visit, in seconds. */
const earliestS = 30;
/** Stands for everybody's time, if no skill is named. */
export const everybody = '*';

/** A running campaign that optimises, with its context. */
export interface Optimising extends CountedGoal {
  readonly live: LiveCampaign;
  readonly settings: Optimise;
  readonly options: EngagementPolicyOptions;
}

/** The optimising campaigns of a configuration whose goal exists. */
export function optimisingCampaigns(configuration: Configuration): readonly Optimising[] {
  return configuration.campaigns.flatMap((live) => {
    const goal = configuration.goals.find(({ id }) => id === live.document.goal);
    return goal === undefined ? [] : (optimisingCampaign(configuration, live, goal) ?? []);
  });
}

/** What a policy takes from the configuration beside its campaign and goal. */
export type PolicyGround = Pick<Configuration, 'salt' | 'settings'>;

/** Null if it offers always. */
export function optimisingCampaign(
  configuration: PolicyGround,
  live: LiveCampaign,
  goal: Goal,
): Optimising | null {
  const settings = optimisingOf(live.document);
  if (settings === null) return null;
  const { currency } = configuration.settings;
  return { live, goal, currency, settings, options: optionsOf(configuration, live, settings) };
}

function optionsOf(
  { salt }: PolicyGround,
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

/** No delay, the shortest, a middle and the longest one. The middle is the geometric mean. */
export function delaysOf({ delayS: { from, until } }: Optimise): readonly number[] {
  if (until === 0) return [0];
  const between = from === 0 ? until / 2 : Math.sqrt(from * until);
  return [...new Set([0, from, Math.round(between), until])].sort((one, other) => one - other);
}

/** Null for everybody. */
export function skillNamed(name: string): SkillId | null {
  return name === everybody ? null : (SkillId.safeParse(name).data ?? null);
}

/** The skills whose time a campaign takes, and who answers if none is named. */
export function skillsOf({ document }: LiveCampaign): readonly string[] {
  const named = document.engagement.variants.flatMap(({ offer }) =>
    offer.channel === 'chat' ? [offer.skill ?? everybody] : [],
  );
  return [...new Set(named)];
}
