// How many visitors until a gain would show, at several control shares, before a campaign starts.
// From measured traffic where there is enough; else from stated assumptions.
import { OFFERED_CONTROL_SHARES, planVisitors } from '@opportune/core/proof/plan.ts';
import type { CampaignDocument } from '@opportune/protocol/campaign.ts';
import type { Plan } from '@opportune/protocol/rest/campaign.ts';
import type { MeasuredTraffic } from './seams.ts';

/** Assumed where nothing is measured; the answer says so. */
export const assumedTraffic: MeasuredTraffic = { days: 0, eligiblePerDay: 100, baseRate: 0.05 };
const alpha = 0.05;

/** The plan for a document; the control share that it sets is one of the rows, marked. */
export function planFor(
  document: CampaignDocument,
  gainPercent: number,
  measured: MeasuredTraffic | null,
): Plan {
  const traffic = measured ?? assumedTraffic;
  const { eligiblePerDay, days } = traffic;
  const baseRate = Math.min(Math.max(traffic.baseRate, 1e-5), 0.999);
  const gain = Math.min(gainPercent / 100, 1 / baseRate - 1);
  const shares = [...new Set([...OFFERED_CONTROL_SHARES, document.control])].filter(
    (share) => share > 0 && share < 10_000,
  );
  const answers = planVisitors(
    {
      baseline: { type: 'rate', rate: baseRate },
      gain,
      alpha,
      variants: document.engagement.variants.length,
      visitorsPerDay: eligiblePerDay,
    },
    shares.sort((a, b) => b - a),
  );
  const rows = answers.flatMap(({ controlShare, visitors, days: wanted }) =>
    visitors === null
      ? []
      : [
          {
            control: controlShare,
            visitors,
            days: wanted,
            asSet: controlShare === document.control,
          },
        ],
  );
  return {
    basis: measured === null ? 'assumed' : 'measured',
    days,
    eligiblePerDay,
    baseRate,
    gainPercent,
    rows,
  };
}
