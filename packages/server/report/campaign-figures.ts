// The figures of each campaign in the list. They are those of the results page; nothing is defined
// twice.
import type { AccountId, CampaignId } from '@opportune/protocol/ids.ts';
import type { CampaignSummary } from '@opportune/protocol/rest/campaign/campaign.ts';
import type { CampaignResults } from '@opportune/protocol/rest/report/report.ts';
import type { SettledLine, SettledLines } from './settled-figures.ts';
import type { ReportFacts } from './queries/shared-queries.ts';
import { eligibleVisitors, type Eligible } from './site/traffic.ts';

export type CampaignFigures = Pick<CampaignSummary, 'eligible' | 'perDay' | 'effect' | 'harm'>;

/** The most campaigns whose effect is computed for one list. */
const effectsShown = 50;

export async function campaignFigures(
  facts: ReportFacts,
  account: AccountId,
  running: readonly CampaignId[],
  timeZone: string,
  now: number,
  settled: SettledLines,
  resultsOf: (campaign: CampaignId) => Promise<CampaignResults>,
  failed: (campaign: CampaignId, error: unknown) => void,
): Promise<ReadonlyMap<CampaignId, CampaignFigures>> {
  const eligible = await eligibleVisitors(facts, account, timeZone, now);
  const figures = new Map<CampaignId, CampaignFigures>();
  const shown = new Set(newestFirst(eligible, running).slice(0, effectsShown));
  for (const [campaign, { newest, perDay }] of eligible) {
    const isQuiet = perDay.every((each) => each === 0);
    let line = (isQuiet ? settled.get(campaign) : null) ?? null;
    try {
      if (line === null && shown.has(campaign)) {
        const results = await resultsOf(campaign);
        line = lineOf(results);
        if (isQuiet && results.pending.visitors === 0) settled.set(campaign, line);
      }
    } catch (error) {
      // The list contains all campaigns. One whose effect cannot be computed has none.
      failed(campaign, error);
    }
    const counted = { eligible: newest, effect: null, harm: false };
    figures.set(campaign, { ...(line ?? counted), perDay: [...perDay] });
  }
  return figures;
}

/** If there are too many, running campaigns come first, then those that ran most recently. */
export function newestFirst(
  eligible: ReadonlyMap<CampaignId, Eligible>,
  running: readonly CampaignId[],
): readonly CampaignId[] {
  const runs = new Set(running);
  const age = ([id, { perDay }]: readonly [CampaignId, Eligible]): number =>
    runs.has(id) ? -1 : perDay.toReversed().findIndex((each) => each > 0) + 1 || Infinity;
  return [...eligible]
    .map((each) => [each[0], age(each)] as const)
    .sort(([, one], [, other]) => (one === other ? 0 : one - other))
    .map(([id]) => id);
}

function lineOf(results: CampaignResults): SettledLine {
  const eligible = sum(
    results.arms.filter((arm) => arm.variant === null).map((arm) => arm.soFar.eligible),
  );
  const { gain } = results;
  const effect =
    gain.type === 'interval' ? { gain: gain.estimate, lower: gain.lower, upper: gain.upper } : null;
  return { eligible, effect, harm: results.harm?.spread === true };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
