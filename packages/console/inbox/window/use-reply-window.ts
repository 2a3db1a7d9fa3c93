// Until when a conversation may be answered in free text. Asked again with every message, because the
// contact's newest one counts.
import { useEffect } from 'react';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { ChannelList, ReplyWindow } from '@opportune/protocol/rest/channel/channels.ts';
import { invalidate, useApiQuery, useNow } from '../../ui/index.ts';

export interface WindowNow {
  readonly afterwards: 'nothing' | 'templates';
  /** Milliseconds. 0: it is closed. */
  readonly left: number;
}

/** Null: the channel sets no limit, or it is not known yet. */
export function useReplyWindow({ id, channel, lastSequence }: Conversation): WindowNow | null {
  const channels = useApiQuery('/channels', ChannelList).data?.channels;
  const capabilities = channels?.find((each) => each.id === channel)?.capabilities;
  const path = `/conversations/${id}/reply-window`;
  const enabled = capabilities?.window !== undefined;
  const { data } = useApiQuery(path, ReplyWindow, { enabled });
  useEffect(() => {
    if (enabled) invalidate(path);
  }, [enabled, path, lastSequence]);
  const now = useNow();
  if (data === undefined || data.afterwards === null) return null;
  const { until, afterwards } = data;
  return { afterwards, left: until === null ? 0 : Math.max(0, until - now) };
}
