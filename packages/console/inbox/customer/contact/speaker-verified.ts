// Whether whoever writes in a conversation is who they say. Another address of their contact vouches for
// nobody: an agent may have merged it.
import type { ContactAddress } from '@opportune/protocol/contact/contact.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';

interface Addresses {
  readonly addresses: readonly Pick<ContactAddress, 'channel' | 'address' | 'verified'>[];
}

/** By the address that they write from; where the contact does not have it, by the visitor in `row`. */
export function isSpeakerVerified(
  { channel, address }: Pick<Conversation, 'channel' | 'address'>,
  contact: Addresses | undefined,
  row: { readonly verified: boolean } | null,
): boolean {
  const own = contact?.addresses.find(
    (each) => each.channel === channel && each.address === address,
  );
  return own?.verified ?? row?.verified === true;
}
