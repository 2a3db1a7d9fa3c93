// The reports of an account: which configuration a period ran under, then the figures. It reads
// facts and configurations, and writes nothing.
import type { FactStore } from '@opportune/core/ports/facts.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import type { Goal } from '@opportune/protocol/campaign.ts';
import type { Configuration } from '@opportune/protocol/configuration.ts';
import type { AccountId, CampaignId, SiteId } from '@opportune/protocol/ids.ts';
import type { Period } from '@opportune/protocol/rest/campaign.ts';
import type { CampaignResults, Funnel, HoldoutResults } from '@opportune/protocol/rest/report.ts';
import type { z } from 'zod';
import { refuse } from '../http/refusal.ts';
import { periodSql } from './definitions.ts';
import { siteFunnel } from './funnel.ts';
import { holdoutResults } from './holdout.ts';
import { campaignResults } from './results.ts';
import { eligiblePerDay, horizonOf } from './traffic.ts';

/** What the reports need of campaigns; `campaign/` has it. */
export interface CampaignPeriods {
  /** Null where there is no such campaign in the account. */
  periods(account: AccountId, campaign: CampaignId): Promise<{ readonly name: string; readonly periods: readonly Period[] } | null>;
}

/** Versions of the configuration; `campaign/` writes them. */
export interface ConfigurationReader {
  current(account: AccountId): Promise<Configuration>;
  at(account: AccountId, version: number): Promise<Configuration | null>;
}

export interface Reports {
  /** `period` undefined: the newest. Refuses `request.not_found`. */
  campaign(account: AccountId, campaign: CampaignId, period?: number): Promise<CampaignResults>;
  funnel(account: AccountId, ask: { site: SiteId | null; fromMs: number; untilMs: number }): Promise<Funnel>;
  holdout(account: AccountId): Promise<z.infer<typeof HoldoutResults>>;
  /** Eligible a day over the last 14 days by campaign, oldest first. */
  eligiblePerDay(account: AccountId): Promise<ReadonlyMap<CampaignId, readonly number[]>>;
}

export function createReports(
  facts: FactStore,
  configurations: ConfigurationReader,
  campaigns: CampaignPeriods,
  clock: Clock,
): Reports {
  return {
    async campaign(account, campaign, number) {
      const known = await campaigns.periods(account, campaign);
      if (known === null) throw refuse('request.not_found');
      const period = number === undefined ? known.periods.at(-1) : known.periods.find((each) => each.number === number);
      if (period === undefined) throw refuse('request.not_found', { path: 'period' });
      const current = await configurations.current(account);
      const goal = await goalOfPeriod(facts, configurations, current, campaign, period);
      const { document } = period;
      return campaignResults(facts, {
        account,
        campaign,
        name: known.name,
        goal,
        period: period.number,
        periods: known.periods.map(({ number: each, from, until }) => ({ number: each, from, until })),
        variants: document.engagement.variants.map(({ id, name, share }) => ({ id, name, share })),
        control: document.control,
        currency: current.settings.currency,
        timeZone: current.settings.timeZone,
        horizonVisitors: await horizonOf(facts, account, period.from),
        now: clock.now(),
      });
    },
    async funnel(account, ask) {
      const { settings } = await configurations.current(account);
      return siteFunnel(facts, { account, ...ask, timeZone: settings.timeZone, now: clock.now() });
    },
    async holdout(account) {
      const { goals } = await configurations.current(account);
      const horizon = await horizonOf(facts, account, clock.now());
      return { goals: [...(await holdoutResults(facts, account, goals, horizon))] };
    },
    async eligiblePerDay(account) {
      const { settings } = await configurations.current(account);
      return eligiblePerDay(facts, account, settings.timeZone, clock.now());
    },
  };
}

/** The goal as it stood when the period's first decision was made: its window and cap are fixed by then. */
async function goalOfPeriod(
  facts: FactStore,
  configurations: ConfigurationReader,
  current: Configuration,
  campaign: CampaignId,
  period: Period,
): Promise<Goal> {
  const [row] = await facts.query<{ version: number; decisions: number }>(current.account, periodSql, {
    campaign,
    period: period.number,
  });
  const then = row === undefined || row.decisions === 0 ? null : await configurations.at(current.account, row.version);
  const goal = (then ?? current).goals.find((each) => each.id === period.document.goal);
  if (goal === undefined) throw refuse('request.not_found', { path: 'goal' });
  return goal;
}
