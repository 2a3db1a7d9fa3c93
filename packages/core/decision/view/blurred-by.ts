// Which results are blurred if an agent writes to a visitor first: the campaigns that have them in
// control, and the account's holdout. It forbids nothing; the agent is warned before.
import type { CampaignExplanation } from '@opportune/protocol/campaign/decision.ts';
import type { CampaignId } from '@opportune/protocol/ids.ts';

export interface Blurred {
  /** Running campaigns that count this visitor in control, or may still. */
  readonly control: readonly { readonly campaign: CampaignId; readonly name: string }[];
  readonly holdout: boolean;
}

/** From the explanation of the present instant. Console and server use the same function. */
export function blurredBy(why: readonly CampaignExplanation[], holdout: boolean): Blurred {
  const control = why.filter(isControl).map(({ campaign, name }) => ({ campaign, name }));
  return { control, holdout };
}

export function isBlurred({ control, holdout }: Blurred): boolean {
  return holdout || control.length > 0;
}

/**
 * Counted already, or in the audience while the campaign runs there. A visitor who never was in it
 * is in no result.
 */
function isControl({ arm, decisions, audience, gate }: CampaignExplanation): boolean {
  if (arm.type !== 'control') return false;
  return decisions.length > 0 || (audience.holds && gate !== 'site' && gate !== 'schedule');
}
