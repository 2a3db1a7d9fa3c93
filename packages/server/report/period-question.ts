// The parameters of a report on one period: the configuration under which it ran, and its units.
import type { ResultsQuestion } from './results/results.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import type { AccountId, CampaignId } from '@opportune/protocol/ids.ts';
import type { CampaignPeriods, ConfigurationReader, ReportPeriod } from './reports.ts';
import { refuse } from '../http/problem/refusal.ts';
import { armSharesOf } from './results/arm-shares.ts';
import type { PeriodValue } from './home/proved-value.ts';
import type { SettledFigures } from './settled-figures.ts';
import type { FoldingFacts } from './queries/shared-queries.ts';
import { horizonOf } from './site/traffic.ts';
import type { UnitsQuestion } from './results/units-params.ts';

export interface ReportsUse {
  readonly clock: Clock;
  readonly log: Pick<Log, 'warn'>;
  readonly settled: SettledFigures;
  readonly settledValues: SettledFigures<PeriodValue>;
}

export interface ReportSources extends ReportsUse {
  readonly facts: FoldingFacts;
  readonly configurations: ConfigurationReader;
  readonly campaigns: CampaignPeriods;
}

/** Of the period with a number among `periods.of`. Undefined: the newest. */
export async function unitsOf(
  { facts, configurations, clock }: ReportSources,
  account: AccountId,
  campaign: CampaignId,
  periods: { readonly number: number | undefined; readonly of: readonly ReportPeriod[] },
): Promise<{ period: ReportPeriod; units: UnitsQuestion }> {
  const period = periodOf(periods.of, periods.number);
  if (period === undefined) throw refuse('request.not_found', { path: 'period' });
  const now = clock.now();
  const { settings } = await configurations.current(account);
  const units: UnitsQuestion = {
    ...{ account, campaign, period: period.number, goal: period.goal },
    currency: settings.currency,
    shares: armSharesOf(period.document),
    horizonVisitors: await horizonOf(facts, account, period.from, now),
    now,
  };
  return { period, units };
}

export async function resultsQuestion(
  sources: ReportSources,
  account: AccountId,
  campaign: CampaignId,
  number: number | undefined,
): Promise<ResultsQuestion> {
  const periods = await sources.campaigns.periods(account, campaign);
  const { period, units } = await unitsOf(sources, account, campaign, { number, of: periods });
  const { settings } = await sources.configurations.current(account);
  const { name, engagement } = period.document;
  return {
    ...units,
    name,
    periods: periods.map(({ number: each, from, until }) => ({ number: each, from, until })),
    variants: engagement.variants.map(({ id, name: of, share }) => ({ id, name: of, share })),
    timeZone: settings.timeZone,
    stop: period.stop,
  };
}

export function periodOf(
  periods: readonly ReportPeriod[],
  number: number | undefined,
): ReportPeriod | undefined {
  return number === undefined ? periods.at(-1) : periods.find((each) => each.number === number);
}

/** Logs that the figures of one campaign could not be read. The others are shown. */
export function failing({ log }: ReportSources, account: AccountId) {
  return (campaign: CampaignId, error: unknown): void =>
    log.warn('report.campaign_failed', { account, campaign, error: String(error) });
}
