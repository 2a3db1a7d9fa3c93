// Whether the person who writes in a conversation is verified, and the visit that shows who they are.
// Other addresses of their contact do not count, because an agent may have merged them.
import { type ContactAddress, webChannel } from '@opportune/protocol/contact/contact.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { Verification } from '@opportune/protocol/rest/contact/verifications.ts';

interface Addresses {
  readonly addresses: readonly Pick<ContactAddress, 'channel' | 'address' | 'verified'>[];
}

/**
 * Judges by the address that they write from. If the contact lacks it, or the channel says nothing by it,
 * judges by the visitor in `row`.
 */
export function isSpeakerVerified(
  { channel, address }: Pick<Conversation, 'channel' | 'address'>,
  contact: Addresses | undefined,
  {
    row,
    isAddressed,
  }: { readonly row: { readonly verified: boolean } | null; readonly isAddressed: boolean },
): boolean {
  if (!isAddressed) return row?.verified === true;
  const own = contact?.addresses.find(
    (each) => each.channel === channel && each.address === address,
  );
  return own?.verified ?? row?.verified === true;
}

/**
 * The visit of the person who writes, or who showed by a code in their call that it is theirs. Elsewhere than
 * at their page, somebody who was given a link of the page may write, so the visit does not say who they are.
 */
export function visitOfSpeaker<Row>(
  { channel }: Pick<Conversation, 'channel'>,
  row: Row | null,
  isAddressed: boolean,
): Row | null {
  return channel === webChannel || !isAddressed ? row : null;
}

/** Whether somebody who calls has shown who they are: by a page, or by a code that was sent to them. */
export function isCallerProved(
  { visitor }: Pick<Conversation, 'visitor'>,
  asked: readonly Pick<Verification, 'by' | 'state'>[],
): boolean {
  return visitor !== null || asked.some(({ by, state }) => by === 'code' && state === 'verified');
}
