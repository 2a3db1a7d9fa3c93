// Asks a channel's provider how it is connected, and says it.
import { ChannelCheck, type RevisedChannel } from '@opportune/protocol/rest/channel/channels.ts';
import { api } from '../../api/client.ts';
import { channelName } from '../../channels/channel-name.ts';
import { say, sayError, t, useApiMutation } from '../../ui/index.ts';

export function checkChannel({ id }: RevisedChannel): Promise<ChannelCheck> {
  return api.post(`/channels/${id}/check`, {}, ChannelCheck);
}

export function sayCheck(channel: RevisedChannel, { result, detail }: ChannelCheck): void {
  const said = { name: channelName(channel), detail: detail ?? '' };
  say(t(`channelSettings.check.${result}`, said));
}

export function useCheck(channel: RevisedChannel): () => void {
  const check = useApiMutation(() => checkChannel(channel), {
    invalidates: ['/channels'],
    onDone: (checked) => sayCheck(channel, checked),
  });
  return () => check.mutate(undefined, { onError: sayError });
}
