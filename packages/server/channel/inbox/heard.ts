// What an item says of its contact's permission. Whoever writes has not blocked us. A provider's failure
// of a message may say that its contact wants none.
import type { Item } from '@opportune/core/ports/channel.ts';
import type { Heard } from '@opportune/core/ports/permission.ts';
import type { ChannelId } from '@opportune/protocol/ids.ts';

export interface ItemOf {
  readonly channel: ChannelId;
  readonly item: Item;
}

export function heardIn({ channel, item }: ItemOf): readonly Heard[] {
  const { type, address, at } = item;
  if (address === '') return [];
  const about = { channel, address, at };
  switch (type) {
    case 'message':
      return [{ ...about, type: 'wrote' }];
    case 'opt-out':
    case 'opt-in':
      return [{ ...about, type, ...saidIn(item) }];
    case 'receipt':
      return item.state === 'failed' && item.reason === 'opted-out'
        ? [refusedBy(about, item.purpose)]
        : [];
    default:
      return [];
  }
}

/** A provider refused a message because its contact wants none, or none of a purpose. */
export function refusedBy(
  about: Pick<Heard, 'channel' | 'address' | 'at'>,
  purpose: string | undefined,
): Heard {
  return { ...about, type: 'opt-out', by: 'provider', purpose: purpose ?? null, words: '' };
}

type Opted = Extract<ItemOf['item'], { readonly type: 'opt-in' | 'opt-out' }>;

/** By whom an opt-in or opt-out was told, for what, and in which words. */
function saidIn(item: Opted) {
  const { purpose = null, words } = item;
  const by = words === undefined ? 'provider' : 'words';
  return { by, purpose, words: words ?? '' } as const;
}
