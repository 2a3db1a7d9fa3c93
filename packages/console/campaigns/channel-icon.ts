// The sign of what a campaign offers.
import type { Offer } from '@opportune/protocol/campaign/campaign.ts';

export const channelIcon = {
  chat: 'chat',
  call: 'voice',
  content: 'content',
} as const satisfies Readonly<Record<Offer['channel'], string>>;
