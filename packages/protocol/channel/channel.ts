// What a channel is: a configured way to reach contacts, of a kind and in a state.
import { z } from 'zod';
import { SkillId } from '../ids.ts';
import { channelLimits as limits } from '../limits.ts';
import { textOf } from '../text.ts';
import { Capabilities } from './capabilities.ts';

export const ChannelKind = z.enum(['web', 'email', 'custom']);
export type ChannelKind = z.infer<typeof ChannelKind>;

/** `reconnect`: its credentials failed; it holds what waits and goes on once they are given anew. */
export const ChannelState = z.enum(['connected', 'reconnect', 'paused']);
export type ChannelState = z.infer<typeof ChannelState>;

/** The name of a picture of the console's own. */
const ChannelIcon = z.string().regex(/^[a-z][a-z-]{0,39}$/);

/** What people set of any channel. */
export const ChannelSettings = z.object({
  /** Empty: as its kind is called. */
  name: textOf(limits.nameLength),
  /** Empty: that of its kind. */
  icon: z.union([z.literal(''), ChannelIcon]),
  /** What it can do; null: what its kind usually can. */
  capabilities: Capabilities.nullable(),
  /** Of conversations that begin in it. */
  skill: SkillId.nullable(),
  /** Hours of a contact's silence after which a conversation in it is over; null: as usual for its kind. */
  closesAfterH: z.number().int().min(1).max(limits.closesAfterH).nullable(),
});
