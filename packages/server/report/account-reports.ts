// Reports over all campaigns of an account: the holdout against everyone else, and the figures that
// lists of campaigns show.
import type { AccountId, CampaignId } from '@opportune/protocol/ids.ts';
import type { HoldoutResults } from '@opportune/protocol/rest/report/report.ts';
import type { z } from 'zod';
import { campaignFigures, type CampaignFigures } from './campaign-figures.ts';
import { failing, type ReportSources } from './period-question.ts';
import type { Reports } from './reports.ts';
import { holdoutResult } from './results/holdout.ts';
import { horizonOf } from './site/traffic.ts';

/** Compares each goal since the holdout and the goal have both been there. */
export async function accountHoldout(
  { facts, configurations, clock }: ReportSources,
  account: AccountId,
): Promise<z.infer<typeof HoldoutResults>> {
  const { goals, settings } = await configurations.current(account);
  const since = await configurations.holdoutSince(account);
  const reachedSince = await configurations.goalsSince(account);
  const now = clock.now();
  const compared = goals.map(async (goal) => {
    const from = Math.max(since, reachedSince.get(goal.id) ?? 0);
    const horizonVisitors = await horizonOf(facts, account, from, now);
    const { currency } = settings;
    return holdoutResult(facts, { account, goal, currency, since: from, horizonVisitors, now });
  });
  return { since, goals: await Promise.all(compared) };
}

/** The figures of each live campaign. */
export async function accountFigures(
  sources: ReportSources,
  reports: Reports,
  account: AccountId,
): Promise<ReadonlyMap<CampaignId, CampaignFigures>> {
  const { facts, configurations, clock, settled } = sources;
  const { settings, campaigns: live, version } = await configurations.current(account);
  return campaignFigures(
    facts,
    account,
    live.map(({ id }) => id),
    settings.timeZone,
    clock.now(),
    settled.of(account, version),
    (id) => reports.campaign(account, id),
    failing(sources, account),
  );
}
