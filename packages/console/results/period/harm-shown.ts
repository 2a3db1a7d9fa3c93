// Which harm is shown above the figures of a period.
import type { CampaignResults } from '@opportune/protocol/rest/report/report.ts';

/**
 * The harm that paused the campaign in this period, whatever came later. Otherwise the harm that is
 * proved now. Nothing is proved while the sample ratio raises an alarm.
 */
export function harmShown({
  stop,
  harm,
  sampleRatio,
}: Pick<CampaignResults, 'stop' | 'harm' | 'sampleRatio'>): CampaignResults['stop' | 'harm'] {
  return stop ?? (sampleRatio.verdict === 'alarm' ? null : harm);
}
