// A channel as people and programs see it: a configured way to reach contacts. Its secrets are in no
// answer, but for the one that makes them.
import { z } from 'zod';
import { ChannelId } from '../ids.ts';
import { channelLimits as limits } from '../limits.ts';
import { textOf } from '../text.ts';
import { Capabilities } from './capabilities.ts';

/** The two channels of every account, which need no set-up. */
export const webChannel = ChannelId.parse('web');
export const emailChannel = ChannelId.parse('email');

export const ChannelKind = z.enum(['web', 'email', 'custom']);
export type ChannelKind = z.infer<typeof ChannelKind>;

/** `reconnect`: its credentials failed; it holds what waits and goes on once they are given anew. */
export const ChannelState = z.enum(['connected', 'reconnect', 'paused']);
export type ChannelState = z.infer<typeof ChannelState>;

export const ChannelName = textOf(limits.nameLength, 1);
/** The name of a picture of the console's own. */
export const ChannelIcon = z.string().regex(/^[a-z][a-z-]{0,39}$/);
/** Who a contact is in a channel: a visitor id, a number, an e-mail address, an id of the provider's. */
export const ChannelAddress = textOf(limits.addressLength, 1);

export const Channel = z.object({
  id: ChannelId,
  kind: ChannelKind,
  name: ChannelName,
  icon: ChannelIcon,
  state: ChannelState,
  /** Why its credentials failed, in the provider's words; null: they did not. */
  lastError: z.string().nullable(),
  capabilities: Capabilities,
});
export type Channel = z.infer<typeof Channel>;
