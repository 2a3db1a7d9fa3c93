// The names of contacts and their addresses.
import {
  type AddressAt,
  customerChannel,
  webChannel,
} from '@opportune/protocol/contact/contact.ts';
import type { ChannelLook } from '../../../channels/use-channels.ts';
import { t } from '../../../ui/index.ts';
import { visitorName } from '../../../visitors/visitor-words.ts';

/** Visitor 7be2, Customer 4711, or the address itself on any other channel. */
export function addressWords({ channel, address }: AddressAt): string {
  if (channel === webChannel) return visitorName({ name: null, visitor: address });
  return channel === customerChannel ? t('contacts.customer', { id: address }) : address;
}

/**
 * The icon and name of the channel of an address. A customer id belongs to no channel and has its
 * own.
 */
export function addressLook(
  { channel }: Pick<AddressAt, 'channel'>,
  looks: (id: AddressAt['channel']) => ChannelLook,
): ChannelLook {
  if (channel !== customerChannel) return looks(channel);
  return { icon: 'user', name: t('contacts.customer.what') };
}

/** The contact's name, else their first address. */
export function contactWords(of: {
  readonly name: string;
  readonly addresses: readonly AddressAt[];
}): string {
  const [first] = of.addresses;
  if (of.name !== '') return of.name;
  return first === undefined ? t('contacts.nobody') : addressWords(first);
}
