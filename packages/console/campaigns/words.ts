// Words that several campaign pages share.
import type { CampaignState } from '@opportune/protocol/campaign/campaign.ts';
import type { Tone } from '../ui/index.ts';
import { format } from '../words/format.ts';

export const stateTones: Readonly<Record<CampaignState, Tone>> = {
  running: 'ok',
  paused: 'warn',
  draft: 'plain',
  archived: 'plain',
};

/** A share of basis points as a percentage without needless digits: 50%, 2.5%. */
export function shareWords(basisPoints: number): string {
  return format.percent(
    basisPoints / 10_000,
    basisPoints % 100 === 0 ? 0 : basisPoints % 10 === 0 ? 1 : 2,
  );
}
