// What visitors of a sample shop do who are shown an engagement: an invitation at the checkout helps
// some, a letter over the page drives some away.
import type { EngagementContent } from '@opportune/protocol/campaign/decision.ts';
import type { Script } from '../acting.ts';
import type { CampaignName } from '../campaigns.ts';
import type { Talks } from '../talks/talks.ts';
import type { SampleVisitor } from '../visitor.ts';

/** What those do who are shown an engagement. */
interface Reaction {
  /** How much surer it makes them that they want to buy. */
  readonly comfort: number;
  /** The share who leave the shop at once. */
  readonly leaves: number;
  readonly clicks: number;
  readonly dismisses: number;
}

const reactions: Readonly<Record<CampaignName, Reaction>> = {
  checkout: { comfort: 0.28, leaves: 0, clicks: 0.24, dismisses: 0.2 },
  advice: { comfort: 0.012, leaves: 0, clicks: 0.07, dismisses: 0.25 },
  newsletter: { comfort: -0.08, leaves: 0.55, clicks: 0.03, dismisses: 0.8 },
  delivery: { comfort: 0.05, leaves: 0, clicks: 0.05, dismisses: 0.05 },
  returning: { comfort: 0.05, leaves: 0, clicks: 0.12, dismisses: 0.2 },
};

export async function* react(
  visitor: SampleVisitor,
  { decision, action }: EngagementContent,
  name: CampaignName,
  talks: Talks,
): Script {
  if (!visitor.isHere) return;
  const { chance } = visitor;
  const { comfort, leaves, clicks, dismisses } = reactions[name];
  const happens = (event: string) =>
    visitor.does([{ name: event, properties: { decision }, decision }]);
  await happens('Engagement Shown');
  visitor.comfort += comfort;
  yield chance.between(1.5, 6);
  if (!visitor.isHere) return;
  if (chance.is(leaves)) visitor.isGone = true;
  else if (chance.is(clicks)) {
    await happens('Engagement Clicked');
    if (action === 'chat') await talks.begin(visitor, decision);
    else if ((action === 'message' || action === 'callback') && chance.is(0.2))
      await talks.leave(visitor, decision);
  } else if (chance.is(dismisses)) await happens('Engagement Dismissed');
}
