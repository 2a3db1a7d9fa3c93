// The ways into messengers that a preview shows: those that visitors would get on the device, with a
// link and a code that lead nowhere.
import { usableOn } from '@opportune/core/channel/offer/entry-link.ts';
import type { Offer } from '@opportune/protocol/campaign/campaign.ts';
import type { OfferedWays } from '@opportune/protocol/campaign/decision.ts';
import { type OfferedWay, WayKind } from '@opportune/protocol/channel/offered-way.ts';
import type { Channel } from '@opportune/protocol/rest/channel/channels.ts';

export function shownWays(
  offer: Offer | undefined,
  channels: readonly Channel[] | undefined,
  device: 'desktop' | 'phone',
): OfferedWays | undefined {
  if (offer?.channel !== 'chat' || offer.channels === undefined) return undefined;
  const { ids, chat } = offer.channels;
  const list = ids.flatMap((id): readonly OfferedWay[] => {
    const channel = channels?.find((each) => each.id === id);
    const kind = WayKind.safeParse(channel?.kind).data;
    if (kind === undefined || channel?.state !== 'connected') return [];
    const use = usableOn(kind, device);
    if (use === null) return [];
    return [{ kind, href: 'https://example.com', ...(use === 'link and code' && { qr: noCode }) }];
  });
  return list.length === 0 ? undefined : { chat, list };
}

const noCode = { size: 0, bits: '' };
