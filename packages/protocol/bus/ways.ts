// How a visitor who is offered a conversation may go on in a messaging channel. Asked when an offer
// leaves, answered by whoever has the account's channels.
import { z } from 'zod';
import { Device } from '../behaviour/event.ts';
import { OfferedWay } from '../channel/offered-way.ts';
import {
  AccountId,
  CampaignId,
  ChannelId,
  DecisionId,
  SiteId,
  SkillId,
  VisitorId,
} from '../ids.ts';
import { question } from './topic.ts';

/** What the conversation that follows knows of the page. */
export const OfferFrom = z.object({
  site: SiteId,
  visitor: VisitorId,
  decision: DecisionId,
  campaign: CampaignId,
  campaignName: z.string(),
  skill: SkillId.nullable(),
  /** The words of the engagement. */
  invitation: z.string(),
});
export type OfferFrom = Readonly<z.infer<typeof OfferFrom>>;

export const WaysAsked = z.object({
  account: AccountId,
  channels: z.array(ChannelId).readonly(),
  /** Null: nothing of it is stored, because the offer is tried and counts nowhere. */
  from: OfferFrom.nullable(),
  device: Device.shape.type.nullable(),
  /** The languages that the visitor reads, best first. */
  reads: z.array(z.string()).readonly(),
});
export type WaysAsked = Readonly<z.infer<typeof WaysAsked>>;

export const waysQuestion = question(
  'channel.ways',
  WaysAsked,
  z.object({ list: z.array(OfferedWay).readonly() }),
);
