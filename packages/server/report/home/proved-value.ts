// What campaigns are proved to have brought so far, by goal. A period counts if its interval
// excludes zero, and proved harm is subtracted. Goals are never added up. The intervals are those
// of the results; nothing is estimated here.
import type { AccountId, CampaignId, GoalId } from '@opportune/protocol/ids.ts';
import type { GoalValue, ProvedValue } from '@opportune/protocol/rest/report/home.ts';
import type { CampaignResults } from '@opportune/protocol/rest/report/report.ts';
import type { CampaignPeriods, ReportPeriod } from '../reports.ts';

/** The outcome of a period: what its interval says about the goal. */
export interface PeriodValue {
  readonly unit: GoalValue['unit'];
  /** Null: not proved. */
  readonly proved: {
    readonly estimate: number;
    readonly lower: number;
    readonly upper: number;
  } | null;
}

export interface ProvedValueParts {
  readonly periods: CampaignPeriods['periods'];
  resultsOf(campaign: CampaignId, period: number): Promise<CampaignResults>;
  failed(campaign: CampaignId, error: unknown): void;
  /** Outcomes of periods that are over and whose windows are all closed. */
  readonly settled: Map<string, PeriodValue>;
}

interface CampaignPeriod extends ReportPeriod {
  readonly campaign: CampaignId;
}

/** The most periods that are looked at, the newest of all campaigns. */
const mostPeriods = 200;

export async function provedValue(
  parts: ProvedValueParts,
  account: AccountId,
  campaigns: Iterable<CampaignId>,
  now: number,
): Promise<ProvedValue> {
  const all: CampaignPeriod[] = [];
  for (const campaign of campaigns)
    for (const period of await periodsOf(parts, account, campaign))
      all.push({ ...period, campaign });
  all.sort((a, b) => b.from - a.from);
  const seen = all.slice(0, mostPeriods);
  const values: [CampaignPeriod, PeriodValue][] = [];
  for (const period of seen) {
    const value = await valueOf(parts, period);
    if (value !== null) values.push([period, value]);
  }
  return {
    asOf: now,
    goals: goalsOf(values),
    periods: values.length,
    more: all.length - seen.length,
  };
}

/** Empty for a campaign that no longer exists. */
async function periodsOf(
  { periods, failed }: ProvedValueParts,
  account: AccountId,
  campaign: CampaignId,
): Promise<readonly ReportPeriod[]> {
  try {
    return await periods(account, campaign);
  } catch (error) {
    failed(campaign, error);
    return [];
  }
}

/** Null if the period's results cannot be computed. */
async function valueOf(
  { resultsOf, failed, settled }: ProvedValueParts,
  { campaign, number, until }: CampaignPeriod,
): Promise<PeriodValue | null> {
  const key = `${campaign} ${number}`;
  const known = settled.get(key);
  if (known !== undefined) return known;
  try {
    const results = await resultsOf(campaign, number);
    const value = periodValue(results);
    if (until !== null && results.pending.visitors === 0) settled.set(key, value);
    return value;
  } catch (error) {
    failed(campaign, error);
    return null;
  }
}

export function periodValue({
  hasValue,
  incrementalValue,
  incrementalConversions,
}: Pick<CampaignResults, 'hasValue' | 'incrementalValue' | 'incrementalConversions'>): PeriodValue {
  const effect = hasValue ? incrementalValue : incrementalConversions;
  const isProved = effect.type === 'interval' && (effect.lower > 0 || effect.upper < 0);
  return { unit: hasValue ? 'value' : 'conversions', proved: isProved ? effect : null };
}

/** A goal that got or lost its value is listed once for each unit. */
function goalsOf(values: readonly [CampaignPeriod, PeriodValue][]): GoalValue[] {
  const groups = Map.groupBy(values, ([{ goal }, { unit }]) => `${goal.id} ${unit}`);
  return [...groups.values()].flatMap(goalOf).sort((a, b) => b.periods - a.periods);
}

function goalOf(values: readonly [CampaignPeriod, PeriodValue][]): GoalValue[] {
  const proved = values.flatMap(([period, { proved: effect }]) =>
    effect === null ? [] : [{ period, effect }],
  );
  const [newest] = values;
  if (newest === undefined || proved.length === 0) return [];
  const [{ goal }, { unit }] = newest;
  const total = (end: 'estimate' | 'lower' | 'upper') =>
    proved.reduce((sum, { effect }) => sum + effect[end], 0);
  return [
    {
      ...{ goal: goal.id satisfies GoalId, name: goal.name, unit },
      campaigns: new Set(proved.map(({ period }) => period.campaign)).size,
      periods: proved.length,
      unproved: values.length - proved.length,
      since: Math.min(...proved.map(({ period }) => period.from)),
      ...{ estimate: total('estimate'), lower: total('lower'), upper: total('upper') },
    },
  ];
}
