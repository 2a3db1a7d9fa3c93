// The name of a channel: its own, or that of its kind.
import type { Channel } from '@opportune/protocol/rest/channel/channels.ts';
import { t } from '../words/words.ts';

export function channelName({ name, kind }: Pick<Channel, 'name' | 'kind'>): string {
  return name === '' ? t(`channels.kind.${kind}`) : name;
}
