// What it would blur that an agent speaks to a visitor first: the campaigns of whose control they are,
// and the account's holdout. It forbids nothing; whoever asks is told before.
import type { CampaignExplanation } from '@opportune/protocol/campaign/decision.ts';
import type { CampaignId } from '@opportune/protocol/ids.ts';

export interface Blurred {
  /** Running campaigns that count this visitor in control, or may yet. */
  readonly control: readonly { readonly campaign: CampaignId; readonly name: string }[];
  readonly holdout: boolean;
}

/** From the explanation of the present instant; the console and the server ask the same. */
export function blurredBy(why: readonly CampaignExplanation[], holdout: boolean): Blurred {
  const control = why.filter(isControl).map(({ campaign, name }) => ({ campaign, name }));
  return { control, holdout };
}

export function isBlurred({ control, holdout }: Blurred): boolean {
  return holdout || control.length > 0;
}

/** Counted already, or of its audience where and when it runs: whoever never was is in no result. */
function isControl({ arm, decisions, audience, gate }: CampaignExplanation): boolean {
  if (arm.type !== 'control') return false;
  return decisions.length > 0 || (audience.holds && gate !== 'site' && gate !== 'schedule');
}
