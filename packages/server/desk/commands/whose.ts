// Whom a command comes from, in plain values: it knows neither sockets nor webhooks. What is theirs is
// what is at their address, and of their page where there is one; anything else does not exist for them.
import type { AddressAt } from '@opportune/protocol/contact/contact.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { SiteId, VisitorId } from '@opportune/protocol/ids.ts';

export interface Whose extends AddressAt {
  /** Where their channel is a page of a site; else null. */
  readonly site: SiteId | null;
  readonly visitor: VisitorId | null;
  /** Who pays for what they begin: opaque here. Null: nobody. */
  readonly payer: string | null;
}

export function isTheirs(
  { channel, address, site }: Pick<Conversation, 'channel' | 'address' | 'site'>,
  whose: Pick<Whose, 'channel' | 'address' | 'site'>,
): boolean {
  return channel === whose.channel && address === whose.address && site === whose.site;
}
