// Whether a campaign is true for a visitor: its schedule and site, its audience, and its moment. It
// checks no gate.
import { never, type Truth } from '../../behaviour/condition/truth.ts';
import type { Scene } from '../../behaviour/scene.ts';
import type { CompiledCampaign } from '../configuration/compiled-campaign.ts';

/** Site, schedule, audience and moment as one truth. */
export function truthOf(scene: Scene, campaign: CompiledCampaign): Truth {
  if (campaign.sites !== null && !campaign.sites.has(scene.profile.site)) return never;
  const { audience, moment } = campaign;
  const [first, second] = moment.needs !== null ? [moment, audience] : [audience, moment];
  const one = first.test(scene);
  if (one === never) return never;
  const other = second.test(scene);
  if (other === never) return never;
  return Math.min(one, other, campaign.schedule(scene.now));
}

/** The same without the moment: the condition by which an optimising campaign enrols visitors. */
export function audienceTruth(scene: Scene, campaign: CompiledCampaign): Truth {
  if (campaign.sites !== null && !campaign.sites.has(scene.profile.site)) return never;
  return Math.min(campaign.audience.test(scene), campaign.schedule(scene.now));
}
