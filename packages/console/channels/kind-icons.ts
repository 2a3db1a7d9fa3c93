// The icon of each kind of channel, and the icons that a channel may have instead. They differ by
// shape and use no maker's colours or logos.
import type { ChannelKind } from '@opportune/protocol/channel/channel.ts';

export const kindIcons = {
  web: 'web',
  email: 'mail',
  custom: 'code',
  telegram: 'telegram',
  line: 'line',
  whatsapp: 'whatsapp',
  messenger: 'messenger',
  instagram: 'instagram',
  sms: 'sms',
  telephone: 'handset',
} as const satisfies Readonly<Record<ChannelKind, string>>;

/** The icons that a custom channel may show. */
export const ownIcons = ['code', 'chat', 'phone', 'bell', 'bolt', 'star', 'truck', 'cart'] as const;

/** The icon that the channel was given. An unknown or missing name gives the icon of its kind. */
export function iconOf({ icon, kind }: { readonly icon: string; readonly kind: ChannelKind }) {
  return ownIcons.find((own) => own === icon) ?? kindIcons[kind];
}
