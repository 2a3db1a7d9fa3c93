// The value that a visit is expected to bring to a goal. It orders campaigns of the same priority
// that have different goals. It reads nothing that a campaign did, so the order is the same in
// every arm.
import type { Goal } from '@opportune/protocol/campaign/campaign.ts';
import type { GoalId } from '@opportune/protocol/ids.ts';
import type { Profile } from '../../behaviour/profile.ts';
import type { RankSet } from '../../world/rank-set.ts';
import type { CompiledCampaign } from './compiled-campaign.ts';

/**
 * Chance of reaching the goal × the value of reaching it, in the account's currency. The value is
 * the goal's fixed sum. If the goal takes its value from a property, it is the current cart total,
 * up to the goal's cap. 0 if the goal is not scored or counts no value.
 */
export function expectedValue({ id, value, valueCap }: Goal, { visit, cart }: Profile): number {
  const chance = visit?.intent?.find(({ goal }) => goal === id)?.chance ?? 0;
  if (value.type === 'none') return 0;
  if (value.type === 'fixed') return chance * value.amount;
  return chance * Math.min(cart.total ?? 0, valueCap ?? Infinity);
}

/**
 * Whether campaigns of the same priority have different goals, so that their order differs by
 * visitor.
 */
export function isContested(campaigns: readonly CompiledCampaign[]): boolean {
  const goals = new Map<number, GoalId>();
  return campaigns.some(({ live: { document } }) => {
    const first = goals.get(document.priority) ?? document.goal;
    goals.set(document.priority, first);
    return first !== document.goal;
  });
}

interface Ranked {
  readonly rank: number;
  readonly priority: number;
  readonly value: number;
}

/** The ranks by priority, then by expected value, then in their given order. */
export function inOrderOfValue(
  ranks: RankSet,
  profile: Profile,
  campaigns: readonly CompiledCampaign[],
): readonly number[] {
  const list: Ranked[] = [];
  const values = new Map<Goal, number>();
  for (let rank = ranks.next(0); rank >= 0; rank = ranks.next(rank + 1)) {
    const campaign = campaigns[rank];
    if (campaign === undefined) continue;
    const { goal, live } = campaign;
    const value = goal === null ? 0 : (values.get(goal) ?? expectedValue(goal, profile));
    if (goal !== null) values.set(goal, value);
    list.push({ rank, priority: live.document.priority, value });
  }
  return list.sort(byValue).map(({ rank }) => rank);
}

function byValue(one: Ranked, other: Ranked): number {
  return other.priority - one.priority || other.value - one.value || one.rank - other.rank;
}
