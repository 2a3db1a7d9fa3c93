// The line of figures that each campaign has in the list. They are those of the results page; nothing
// is defined twice.
import type { AccountId, CampaignId } from '@opportune/protocol/ids.ts';
import type { CampaignSummary } from '@opportune/protocol/rest/campaign.ts';
import type { CampaignResults } from '@opportune/protocol/rest/report.ts';
import type { ReportFacts } from './shared-queries.ts';
import { eligiblePerDay } from './traffic.ts';

export type CampaignFigures = Pick<CampaignSummary, 'eligible' | 'perDay' | 'effect' | 'harm'>;

/** Campaigns whose effect is computed for one list. */
const effectsShown = 50;

export async function campaignFigures(
  facts: ReportFacts,
  account: AccountId,
  running: readonly CampaignId[],
  timeZone: string,
  now: number,
  resultsOf: (campaign: CampaignId) => Promise<CampaignResults>,
  failed: (campaign: CampaignId, error: unknown) => void,
): Promise<ReadonlyMap<CampaignId, CampaignFigures>> {
  const perDay = await eligiblePerDay(facts, account, timeZone, now);
  const figures = new Map<CampaignId, CampaignFigures>();
  const shown = new Set(runningFirst([...perDay.keys()], running).slice(0, effectsShown));
  for (const [campaign, days] of perDay) {
    let line: CampaignFigures = {
      eligible: sum(days),
      perDay: [...days],
      effect: null,
      harm: false,
    };
    try {
      if (shown.has(campaign)) line = lineOf(await resultsOf(campaign), days);
    } catch (error) {
      // The list is of all of them: one whose effect cannot be computed has none.
      failed(campaign, error);
    }
    figures.set(campaign, line);
  }
  return figures;
}

/** Where there are too many, effects of those that run are worth more than of those that ran. */
function runningFirst(
  campaigns: readonly CampaignId[],
  running: readonly CampaignId[],
): readonly CampaignId[] {
  const runs = new Set(running);
  return [...campaigns.filter((id) => runs.has(id)), ...campaigns.filter((id) => !runs.has(id))];
}

function lineOf(results: CampaignResults, perDay: readonly number[]): CampaignFigures {
  const eligible = sum(
    results.arms.filter((arm) => arm.variant === null).map((arm) => arm.soFar.eligible),
  );
  const { gain } = results;
  const effect =
    gain.type === 'interval' ? { gain: gain.estimate, lower: gain.lower, upper: gain.upper } : null;
  return { eligible, perDay: [...perDay], effect, harm: results.harm !== null };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
