// Channels by REST: the configured ways in which contacts are reached.
import { z } from 'zod';
import { Capabilities } from '../../channel/capabilities.ts';
import { ChannelKind, ChannelSettings, ChannelState } from '../../channel/channel.ts';
import { CustomSettings } from '../../channel/custom.ts';
import { ChannelId } from '../../ids.ts';
import { channelLimits } from '../../limits.ts';
import { textOf } from '../../text.ts';
import { revised } from '../common.ts';

const { icon, skill, closesAfterH } = ChannelSettings.shape;

/** POST /channels */
export const NewChannel = z.object({
  kind: z.literal('custom'),
  name: textOf(channelLimits.nameLength, 1),
  ...CustomSettings.shape,
  icon: icon.default(''),
  /** Default: texts and files. */
  capabilities: Capabilities.nullable().default(null),
  skill: skill.default(null),
  closesAfterH: closesAfterH.default(null),
});
export type NewChannel = z.infer<typeof NewChannel>;

/** PATCH /channels/:id */
export const ChannelChange = ChannelSettings.extend({
  /** `paused` takes what comes and sends nothing; `connected` goes on, also where it says *connect again*. */
  state: z.enum(['connected', 'paused']),
  /** Of a custom channel. */
  deliverTo: CustomSettings.shape.deliverTo,
}).partial();
export type ChannelChange = z.infer<typeof ChannelChange>;

export const Channel = ChannelSettings.extend({
  id: ChannelId,
  kind: ChannelKind,
  state: ChannelState,
  /** Why its credentials failed, in the provider's words; null: they did not. */
  lastError: z.string().nullable(),
  /** Null: what it can do is not said in data yet. */
  capabilities: Capabilities.nullable(),
  /** Where a custom channel's messages are posted; null: it is none. */
  deliverTo: z.string().nullable(),
  /** Where such a system posts messages; receipts and typing stand beside it. Null: it is none. */
  webhookUrl: z.string().nullable(),
  createdAt: z.number(),
  /** What both sides sign with: in the answer that makes the channel, and never again. */
  secret: z.string().exactOptional(),
});
export type Channel = z.infer<typeof Channel>;
export const RevisedChannel = revised(Channel);
export type RevisedChannel = z.infer<typeof RevisedChannel>;

/** GET /channels, the oldest first. */
export const ChannelList = z.object({ channels: z.array(RevisedChannel) });

/** POST /channels/:id/secret; the former one holds no more. */
export const ChannelSecret = z.object({ secret: z.string() });
