// The name of a channel: its own, or that of its kind.
import type { Channel } from '@opportune/protocol/rest/channel/channels.ts';
import { t } from '../words/words.ts';

export function channelName({ name, kind }: Pick<Channel, 'name' | 'kind'>): string {
  return name === '' ? t(`channels.kind.${kind}`) : name;
}

/** Among others, in a choice of words alone: with its kind, if another has the same name. */
export function channelChoice(
  channel: Pick<Channel, 'id' | 'name' | 'kind'>,
  all: readonly Pick<Channel, 'id' | 'name' | 'kind'>[],
): string {
  const name = channelName(channel);
  const isShared = all.some((each) => each.id !== channel.id && channelName(each) === name);
  return isShared ? `${name} · ${t(`channels.kind.${channel.kind}`)}` : name;
}
