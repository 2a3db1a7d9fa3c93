// Over which channels the conversations of a campaign's period went. Arms stay the unit of proof.
import { z } from 'zod';
import { ChannelId } from '../../ids.ts';

/** Visitors who talked over one channel. Somebody who used two is in both. */
export const ChannelFigures = z.object({
  channel: ChannelId,
  /** Control is shown no offer. */
  arm: z.enum(['optimise', 'treatment']),
  /** Who talked, in a conversation that began from the campaign’s engagement. */
  talked: z.number(),
  /** Of those, who reached the goal so far, and its value. */
  converted: z.number(),
  value: z.number(),
});
export type ChannelFigures = z.infer<typeof ChannelFigures>;

/** GET /campaigns/:id/by-channel?period=N */
export const CampaignChannels = z.object({
  period: z.number(),
  asOf: z.number(),
  currency: z.string(),
  hasValue: z.boolean(),
  /** Most visitors first. */
  items: z.array(ChannelFigures),
});
export type CampaignChannels = z.infer<typeof CampaignChannels>;
