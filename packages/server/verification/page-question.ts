// The question of a link, as browsers draw it: an overlay in the site's look, whose click is the
// answer. It belongs to no campaign and is counted nowhere.
import { verificationDecision } from '@opportune/protocol/contact/verification.ts';
import { Creative } from '@opportune/protocol/campaign/campaign.ts';
import type { EngagementContent } from '@opportune/protocol/campaign/decision.ts';
import { CampaignId, type PageViewId } from '@opportune/protocol/ids.ts';

export interface Asks {
  readonly headline: string;
  readonly text: string;
  readonly yes: string;
}

/** No campaign has it, since ids of campaigns are random. */
const campaign = CampaignId.parse('verification');

export function questionOf(
  id: string,
  pageView: PageViewId | null,
  { headline, text, yes }: Asks,
): EngagementContent {
  return {
    ...{ decision: verificationDecision(id), campaign, zone: 'centre', pageView },
    ...{ action: 'content', skill: null, heldUntil: null, trial: false },
    creative: Creative.parse({ format: 'overlay', headline, text, action: yes, mutable: false }),
  };
}
