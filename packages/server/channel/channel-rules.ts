// The rules of an account's channels for the desk: how they reach people, when silence ends a
// conversation, and how many places one takes.
import type { ChannelRules } from '@opportune/core/conversation/reach.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { AccountId, ChannelId } from '@opportune/protocol/ids.ts';
import { conversationLimits } from '@opportune/protocol/limits/conversations.ts';
import { mailboxLimits } from '@opportune/protocol/limits/mail.ts';
import { z } from 'zod';
import { listChannels, type StoredChannel } from './channel-rows.ts';

const hourMs = 3_600_000;

/** Of the capabilities and the settings of any kind; what is not said is as usual. */
const Reach = z.object({ reach: z.enum(['live', 'asynchronous']) });
const Places = z.object({ places: z.object({ text: z.number().int().min(1).max(3) }) });

export function readChannelRules(
  records: Records,
): (account: AccountId) => Promise<ReadonlyMap<ChannelId, ChannelRules>> {
  return async (account) => {
    const channels = await records.withAccount(account, listChannels);
    return new Map(channels.map((channel) => [channel.id, rulesOf(channel)]));
  };
}

/** Only the chat window is live by itself. */
export function rulesOf({
  kind,
  capabilities,
  settings,
  closesAfterH,
}: StoredChannel): ChannelRules {
  const usual = kind === 'web' ? 'live' : 'asynchronous';
  const usualH = kind === 'email' ? mailboxLimits.closesAfterH : conversationLimits.closesAfterH;
  return {
    reach: Reach.safeParse(capabilities).data?.reach ?? usual,
    closesAfterMs: (closesAfterH ?? usualH) * hourMs,
    places: Places.safeParse(settings).data?.places ?? { text: 1 },
  };
}
