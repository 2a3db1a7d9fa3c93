// How many visitors are needed to show a gain, at several control shares, before a campaign starts.
// Based on its own control, or on a rehearsal of the draft, or else on stated assumptions.
import { OFFERED_CONTROL_SHARES, planVisitors } from '@opportune/core/proof/plan.ts';
import {
  meetsTheSame,
  optimisingOf,
  type CampaignDocument,
} from '@opportune/protocol/campaign/campaign.ts';
import type { Campaign, Plan } from '@opportune/protocol/rest/campaign/campaign.ts';
import type { RehearsalAnswer } from '@opportune/protocol/rest/campaign/rehearsal.ts';
import { isAnyUnseen, planArms, type PlannedGain } from './plan-arms.ts';
import type { MeasuredTraffic } from '../seams.ts';

/** Assumed if nothing is measured. The answer says so. */
export const assumedTraffic: MeasuredTraffic = { days: 0, eligiblePerDay: 100, baseRate: 0.05 };
const alpha = 0.05;
const dayMs = 86_400_000;
/**
 * With fewer visitors whose window is over, or fewer conversions, a rehearsal gives no rate for a
 * plan.
 */
const leastVisitors = 100;
const leastConverted = 5;

/** The parts of a rehearsal that a plan uses. */
export type Rehearsed = Pick<
  RehearsalAnswer,
  'from' | 'until' | 'share' | 'eligible' | 'eligibleVisitors' | 'audience'
>;

export interface PlanBasis {
  readonly traffic: MeasuredTraffic;
  readonly basis: Plan['basis'];
  readonly rateBasis: Plan['rateBasis'];
}

/**
 * The basis of a plan. `measured` comes from periods that met the draft's visitors. If the live
 * version meets others by now, or nothing ran, a rehearsal of the draft is used, else assumptions.
 */
export function planBasis(
  { draft, live }: Pick<Campaign, 'draft' | 'live'>,
  known: { readonly measured: MeasuredTraffic | null; readonly rehearsed: Rehearsed | null },
): PlanBasis {
  const { measured, rehearsed } = known;
  if (measured !== null && live !== null && meetsTheSame(draft, live))
    return { traffic: measured, basis: 'measured', rateBasis: 'measured' };
  if (rehearsed !== null) return fromRehearsal(rehearsed);
  return { traffic: assumedTraffic, basis: 'assumed', rateBasis: 'assumed' };
}

/**
 * For a draft that optimises, everybody in its audience counts. For others, those whose moment
 * came.
 */
function fromRehearsal({ from, until, share, audience, ...rest }: Rehearsed): PlanBasis {
  const days = Math.max(1, (until - from) / dayMs);
  const eligible = audience?.outcome ?? rest.eligible;
  const visitors = audience?.visitors ?? rest.eligibleVisitors;
  // Counts are scaled up from a sample, but the sample itself must be large enough.
  const isEnough =
    eligible.visitors * share >= leastVisitors && eligible.converted * share >= leastConverted;
  return {
    traffic: {
      days: Math.round(days),
      eligiblePerDay: visitors / days,
      baseRate: isEnough ? eligible.converted / eligible.visitors : assumedTraffic.baseRate,
    },
    basis: 'rehearsed',
    rateBasis: isEnough ? 'measured' : 'assumed',
  };
}

/**
 * The plan for a document. One row, marked, is the control share that it sets. Shares are as given:
 * if they leave somebody out, there is no plan and `withheld` says why. `horizon`: of a period that
 * began now.
 */
export function planFor(
  document: CampaignDocument,
  { gainPercent, horizon }: { readonly gainPercent: number; readonly horizon: number },
  { traffic, basis, rateBasis }: PlanBasis,
): Plan {
  const { eligiblePerDay, days } = traffic;
  const baseRate = Math.min(Math.max(traffic.baseRate, 1e-5), 0.999);
  const gain = Math.min(gainPercent / 100, 1 / baseRate - 1);
  const asked = { baseline: { type: 'rate', rate: baseRate }, gain, alpha } as const;
  const period = { visitorsPerDay: eligiblePerDay, horizon };
  const optimises = optimisingOf(document) !== null;
  const shares = [...new Set([...OFFERED_CONTROL_SHARES, document.control])]
    .filter((share) => share > 0 && share < 10_000)
    .sort((a, b) => b - a);
  const rows = (isAnyUnseen(document) ? [] : shares).flatMap((control) => {
    const asSet = control === document.control;
    const [row] = optimises
      ? planArms({ ...document, control }, asked, period)
      : variantsRow(document, asked, period, control);
    const visitors = row?.visitors ?? null;
    return visitors === null ? [] : [{ control, visitors, days: row?.days ?? null, asSet }];
  });
  const comparisons = planArms(document, asked, period);
  return {
    basis,
    days,
    eligiblePerDay,
    baseRate,
    rateBasis,
    gainPercent,
    rows,
    withheld: withheldOf(document, rows, comparisons),
    optimises,
    comparisons: [...comparisons],
  };
}

/** Reasons that the manager can change come before those that only more visitors resolve. */
function withheldOf(
  document: CampaignDocument,
  rows: Plan['rows'],
  comparisons: Readonly<Plan['comparisons']>,
): Plan['withheld'] {
  const { control } = document;
  const always = optimisingOf(document)?.always ?? null;
  if (isAnyUnseen(document)) return 'variant-without-share';
  if (control === 0) return 'no-control';
  if (control === 10_000) return 'all-control';
  if (always === 0) return 'no-always';
  if (always === 10_000) return 'all-always';
  const isWhole = always === null || comparisons.every(({ visitors }) => visitors !== null);
  return isWhole && rows.some(({ asSet }) => asSet) ? null : 'too-many';
}

function variantsRow(
  { engagement }: CampaignDocument,
  asked: PlannedGain,
  { visitorsPerDay, horizon }: { readonly visitorsPerDay: number; readonly horizon: number },
  control: number,
): readonly { readonly visitors: number | null; readonly days: number | null }[] {
  const variants = partsOf(engagement.variants.map(({ share }) => share));
  const question = { ...asked, variants, visitorsPerDay, horizonVisitors: horizon };
  return planVisitors(question, [control]);
}

/** The shares of a draft need not add up yet. */
function partsOf(shares: readonly number[]): readonly number[] {
  const sum = shares.reduce((total, share) => total + share, 0);
  return shares.map((share) => share / sum);
}
