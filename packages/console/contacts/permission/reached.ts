// Whether messages can be sent to an address later: not to a browser, and not to a customer's id.
import {
  type AddressAt,
  customerChannel,
  webChannel,
} from '@opportune/protocol/contact/contact.ts';

export function isReached({ channel }: AddressAt): boolean {
  return channel !== webChannel && channel !== customerChannel;
}
