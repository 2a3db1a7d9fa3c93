// What the SQL of units asks: which campaign's period, its goal, and the instant.
import type { CountedGoal } from '@opportune/core/decision/currency.ts';
import type { AccountId, CampaignId } from '@opportune/protocol/ids.ts';
import type { ArmShares } from './arm-shares.ts';
import { conversionParams } from './conversions-sql.ts';

/** A period of a campaign, as far as its units and their inference need it. */
export interface UnitsQuestion extends CountedGoal {
  readonly account: AccountId;
  readonly campaign: CampaignId;
  readonly period: number;
  /** Planned parts of the arms. */
  readonly shares: ArmShares;
  readonly horizonVisitors: number;
  readonly now: number;
}

export function unitsParams(ask: UnitsQuestion): Readonly<Record<string, unknown>> {
  return {
    campaign: ask.campaign,
    period: ask.period,
    ...conversionParams(ask),
    windowS: ask.goal.window.type === 'visit' ? 0 : ask.goal.window.seconds,
    cap: ask.goal.valueCap ?? 0,
    now: ask.now / 1000,
  };
}
