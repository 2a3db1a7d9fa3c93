// What contacts and their addresses are called.
import {
  type AddressAt,
  customerChannel,
  webChannel,
} from '@opportune/protocol/contact/contact.ts';
import type { ChannelLook } from '../../../channels/use-channels.ts';
import { t } from '../../../ui/index.ts';
import { visitorName } from '../../../visitors/visitor-words.ts';

/** Visitor 7be2; Customer 4711; an address of any other channel is its own name. */
export function addressWords({ channel, address }: AddressAt): string {
  if (channel === webChannel) return visitorName({ name: null, visitor: address });
  return channel === customerChannel ? t('contacts.customer', { id: address }) : address;
}

/** The channel of an address; who a contact is verified as is none. */
export function addressLook(
  { channel }: Pick<AddressAt, 'channel'>,
  looks: (id: AddressAt['channel']) => ChannelLook,
): ChannelLook {
  if (channel !== customerChannel) return looks(channel);
  return { icon: 'user', name: t('contacts.customer.what') };
}

/** Their name, else the first address. */
export function contactWords(of: {
  readonly name: string;
  readonly addresses: readonly AddressAt[];
}): string {
  const [first] = of.addresses;
  if (of.name !== '') return of.name;
  return first === undefined ? t('contacts.nobody') : addressWords(first);
}
