// The icon of each kind of channel, and those that a channel may be given instead. Told by shape: no
// maker's colour or mark.
import type { ChannelKind } from '@opportune/protocol/channel/channel.ts';

export const kindIcons = {
  web: 'web',
  email: 'mail',
  custom: 'code',
} as const satisfies Readonly<Record<ChannelKind, string>>;

/** What a channel of a kind of its own may show. */
export const ownIcons = ['code', 'chat', 'phone', 'bell', 'bolt', 'star', 'truck', 'cart'] as const;

/** The icon that a channel was given; another name, or none, is its kind's. */
export function iconOf({ icon, kind }: { readonly icon: string; readonly kind: ChannelKind }) {
  return ownIcons.find((own) => own === icon) ?? kindIcons[kind];
}
