// Opens the policy of a campaign's period: as it was stored, or continuing an earlier period with
// the same offer, including that period's open units. It learns and stores nothing.
import type { Records } from '@opportune/core/ports/records.ts';
import {
  isReachedAlike,
  isWorthAlike,
  offersTheSame,
  optimisingOf,
} from '@opportune/protocol/campaign/campaign.ts';
import type { Goal } from '@opportune/protocol/campaign/campaign.ts';
import type { AccountId, CampaignId } from '@opportune/protocol/ids.ts';
import type { Optimising } from './policy-options.ts';
import { keptPeriods, readPolicy } from './policy-store.ts';
import type { StoredPolicy } from './policy-store.ts';
import { firstPlace } from './policy-units.ts';
import { RunningPolicy } from './running-policy.ts';
import type { UnitSource } from './running-policy.ts';
import type { CampaignPeriod, CampaignPeriods } from '../seams.ts';
import type { ServiceLevels } from '../agent-time/service-level.ts';

export interface OpeningUse {
  readonly records: Records;
  readonly campaigns: CampaignPeriods;
}

export interface Opened {
  readonly running: RunningPolicy;
  /**
   * The row from which it continues: its own, or that of an earlier period. Null if it begins anew.
   */
  readonly from: StoredPolicy | null;
  /** Whether that row is its own. */
  readonly isKept: boolean;
  /** The goal counted otherwise in that period, so prices must be restated. */
  readonly isRestated: boolean;
}

export async function openPolicy(
  use: OpeningUse,
  account: AccountId,
  of: Optimising,
  levels: ServiceLevels,
): Promise<Opened> {
  const { id, period } = of.live;
  const own = await readPolicy(use.records, account, id, period);
  const before = own === null ? await continued(use, account, of) : null;
  const from = own ?? before?.row ?? null;
  if (from === null) {
    const running = new RunningPolicy(account, of, null, levels);
    return { running, from: null, isKept: false, isRestated: false };
  }
  const ending =
    own === null ? [...from.ending, { period: from.period, place: from.place }] : own.ending;
  const kept = { ...from, period, place: own?.place ?? firstPlace, ending };
  const periods = ending.length === 0 ? [] : await use.campaigns.periods(account, id);
  const sources = ending.flatMap((each) => sourceOf(of, periods, each) ?? []);
  const running = new RunningPolicy(account, of, kept, levels, sources);
  const isRestated = before !== null && !isWorthAlike(before.goal, of.goal);
  return { running, from, isKept: own !== null, isRestated };
}

/** The newest earlier period that optimised, made the same offer and was stored, with its goal. */
async function continued(
  { records, campaigns }: OpeningUse,
  account: AccountId,
  { live, goal }: Optimising,
): Promise<{ readonly row: StoredPolicy; readonly goal: Goal } | null> {
  const kept = await keptOf(records, account, live.id);
  if (kept.size === 0) return null;
  const before = (await campaigns.periods(account, live.id)).findLast(
    (each) =>
      each.number < live.period &&
      kept.has(each.number) &&
      goesOnFrom({ document: live.document, goal }, each),
  );
  if (before === undefined) return null;
  const row = await readPolicy(records, account, live.id, before.number);
  return row === null ? null : { row, goal: before.goal };
}

async function keptOf(
  records: Records,
  account: AccountId,
  id: CampaignId,
): Promise<ReadonlySet<number>> {
  const kept = await keptPeriods(records, account);
  return new Set(kept.filter(({ campaign }) => campaign === id).map(({ period }) => period));
}

type Offered = Pick<CampaignPeriod, 'document' | 'goal'>;

/** Whether knowledge of one period applies to another: the same offer and the same outcome. */
export function goesOnFrom({ document, goal }: Offered, before: Offered): boolean {
  const isSameOffer =
    optimisingOf(before.document) !== null && offersTheSame(before.document, document);
  return isSameOffer && isReachedAlike(before.goal, goal);
}

function sourceOf(
  { live }: Optimising,
  periods: readonly CampaignPeriod[],
  { period, place }: StoredPolicy['ending'][number],
): UnitSource | null {
  const known = periods.find(({ number }) => number === period);
  if (known === undefined) return null;
  const { document, goal, until } = known;
  const settings = optimisingOf(document);
  if (settings === null) return null;
  return { of: { live: { ...live, period, document }, goal, settings }, until, place };
}
