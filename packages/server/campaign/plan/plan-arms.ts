// How many visitors are needed to tell each pair of an optimising campaign's three arms apart, by
// its shares. For a campaign that does not optimise, by the shares it would begin with.
import { comparisonsShown } from '@opportune/core/proof/effect/confidence-sequence.ts';
import { planComparison, type PlanQuestion } from '@opportune/core/proof/plan.ts';
import {
  Optimise,
  optimisingOf,
  type CampaignDocument,
} from '@opportune/protocol/campaign/campaign.ts';
import type { Plan } from '@opportune/protocol/rest/campaign/campaign.ts';

export type PlannedGain = Pick<PlanQuestion, 'baseline' | 'gain' | 'alpha'>;
type Comparison = Plan['comparisons'][number];

const all = 10_000;
/** In display order. Each has a third of alpha, less if there are variants. */
const pairs = [
  { between: 'optimise-control', of: 'optimise', against: 'control' },
  { between: 'optimise-always', of: 'optimise', against: 'always' },
  { between: 'always-control', of: 'always', against: 'control' },
] as const;

/**
 * Whether a variant has no share. Such a document cannot go live, but the variant takes a part of
 * alpha.
 */
export function isAnyUnseen({ engagement }: CampaignDocument): boolean {
  return engagement.variants.some(({ share }) => share === 0);
}

/**
 * A gain over *always* is planned from the same rate as one over control. `horizon`: the visitors
 * of all arms at which the period's intervals are narrowest. Each pair of arms has its part of it.
 */
export function planArms(
  document: CampaignDocument,
  asked: PlannedGain,
  { visitorsPerDay, horizon }: { readonly visitorsPerDay: number; readonly horizon: number },
): readonly Comparison[] {
  const shares = sharesOf(document);
  const comparisons = comparisonsShown(pairs.length, document.engagement.variants.length);
  return pairs.map(({ between, of, against }) => {
    const [treated, control] = [shares[of], shares[against]];
    const horizonVisitors = Math.max(1, Math.round(horizon * (treated + control)));
    const arms = { treated, control, comparisons, horizonVisitors };
    const isPlanned = treated > 0 && control > 0 && !isAnyUnseen(document);
    const visitors = isPlanned ? planComparison(asked, arms) : null;
    const days = visitors === null || visitorsPerDay <= 0 ? null : visitors / visitorsPerDay;
    return { between, visitors, days: days === null ? null : Math.ceil(days) };
  });
}

/** Shares of all eligible visitors. */
function sharesOf(document: CampaignDocument): Record<'control' | 'always' | 'optimise', number> {
  const settings = optimisingOf(document) ?? Optimise.parse({});
  const control = document.control / all;
  const always = (1 - control) * (settings.always / all);
  return { control, always, optimise: 1 - control - always };
}
