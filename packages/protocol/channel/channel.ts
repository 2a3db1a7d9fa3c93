// A channel: a configured way to reach contacts, of a kind and in a state.
import { z } from 'zod';
import { Translations } from '../campaign/translations.ts';
import { SkillId } from '../ids.ts';
import { channelLimits as limits } from '../limits/channels.ts';
import { textOf } from '../text.ts';
import { Capabilities } from './capabilities.ts';

export const ChannelKind = z.enum([
  'web',
  'email',
  'custom',
  'telegram',
  'line',
  'whatsapp',
  'messenger',
  'instagram',
  'sms',
  'telephone',
]);
export type ChannelKind = z.infer<typeof ChannelKind>;

/** `reconnect`: its credentials failed. It keeps what waits and continues once they are renewed. */
export const ChannelState = z.enum(['connected', 'reconnect', 'paused']);
export type ChannelState = z.infer<typeof ChannelState>;

/** The name of a picture of the console's own. */
const ChannelIcon = z.string().regex(/^[a-z][a-z-]{0,39}$/);

/** Settings of any channel. */
export const ChannelSettings = z.object({
  /** Empty: the name of its kind. */
  name: textOf(limits.nameLength),
  /** Empty: that of its kind. */
  icon: z.union([z.literal(''), ChannelIcon]),
  /** What it can do. Null: what its kind usually can. */
  capabilities: Capabilities.nullable(),
  /** For conversations that begin in it. */
  skill: SkillId.nullable(),
  /** Hours of a contact's silence that end a conversation in it. Null: the default of its kind. */
  closesAfterH: z.number().int().min(1).max(limits.closesAfterH).nullable(),
  /** Sent once when a contact begins a conversation. Empty: nothing is. The chat window has its own. */
  greeting: textOf(limits.automaticLength),
  /** Sent instead, and to later messages, while nobody is there. Empty: nothing is. */
  away: textOf(limits.automaticLength),
  /** Both texts in other languages, as `greeting` and `away`. */
  translations: Translations.refine(
    (all) =>
      Object.values(all)
        .flatMap((texts) => Object.entries(texts))
        .every(([name, { length }]) => isAutomatic(name) && length <= limits.automaticLength),
    `only greeting and away, of at most ${limits.automaticLength} characters`,
  ),
});

function isAutomatic(name: string): boolean {
  return name === 'greeting' || name === 'away';
}
