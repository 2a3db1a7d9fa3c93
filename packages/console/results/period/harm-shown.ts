// Which harm stands above the figures of a period.
import type { CampaignResults } from '@opportune/protocol/rest/report/report.ts';

/**
 * That it paused itself, whatever came after that; or else what is proved now, which nothing is while
 * the arms do not hold their shares.
 */
export function harmShown({
  stop,
  harm,
  sampleRatio,
}: Pick<CampaignResults, 'stop' | 'harm' | 'sampleRatio'>): CampaignResults['stop' | 'harm'] {
  return stop ?? (sampleRatio.verdict === 'alarm' ? null : harm);
}
