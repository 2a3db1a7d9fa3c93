// The SQL parameters of units: the campaign's period, its goal, and the instant.
import type { CountedGoal } from '@opportune/core/decision/step/currency.ts';
import type { Goal } from '@opportune/protocol/campaign/campaign.ts';
import type { AccountId, CampaignId } from '@opportune/protocol/ids.ts';
import type { ArmShares } from './arm-shares.ts';
import { conversionParams, type ConversionParams } from '../conversions/conversion-params.ts';
import type { ReportFacts } from '../queries/shared-queries.ts';

/** A period of a campaign, as far as its units and their inference need it. */
export interface UnitsQuestion extends CountedGoal {
  readonly account: AccountId;
  readonly campaign: CampaignId;
  readonly period: number;
  /** The planned shares of the arms. */
  readonly shares: ArmShares;
  readonly horizonVisitors: number;
  readonly now: number;
}

export async function unitsParams(
  facts: ReportFacts,
  ask: UnitsQuestion,
): Promise<ConversionParams & Readonly<Record<string, unknown>>> {
  return {
    campaign: ask.campaign,
    period: ask.period,
    ...(await conversionParams(facts, ask.account, ask)),
    windowS: windowSOf(ask.goal),
    cap: ask.goal.valueCap ?? 0,
    now: ask.now / 1000,
  };
}

/** 0 if the window is the visit. */
export function windowSOf({ window }: Goal): number {
  return window.type === 'visit' ? 0 : window.seconds;
}
