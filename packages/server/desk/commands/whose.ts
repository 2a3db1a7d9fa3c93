// The contact who gives a command, as plain values, without sockets or webhooks. Only conversations
// at their address, and of their page if there is one, exist for them.
import type { AddressAt } from '@opportune/protocol/contact/contact.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { SiteId, VisitorId } from '@opportune/protocol/ids.ts';

export interface Whose extends AddressAt {
  /** The site, if their channel is a page of a site. Else null. */
  readonly site: SiteId | null;
  readonly visitor: VisitorId | null;
  /** Pays for what they begin. Opaque here. Null means nobody. */
  readonly payer: string | null;
}

export function isTheirs(
  { channel, address, site }: Pick<Conversation, 'channel' | 'address' | 'site'>,
  whose: Pick<Whose, 'channel' | 'address' | 'site'>,
): boolean {
  return channel === whose.channel && address === whose.address && site === whose.site;
}
