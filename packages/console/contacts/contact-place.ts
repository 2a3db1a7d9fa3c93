// What the address of the contacts area says: which contact is open, at which tab, and which contacts are
// listed in what order.
import { Purpose } from '@opportune/protocol/contact/permission.ts';
import { ChannelId } from '@opportune/protocol/ids.ts';
import { ContactOrder } from '@opportune/protocol/rest/contact/contacts.ts';
import { ContactTag } from '@opportune/protocol/rest/contact/details.ts';
import { z } from 'zod';

/** When a message was exchanged last: within so many days, or not within them. */
export const lastContacts = ['7d', '30d', '90d', 'not30d', 'not180d'] as const;
export type LastContact = (typeof lastContacts)[number];

export const contactTabs = ['about', 'everything', 'talks', 'visit', 'decisions'] as const;
export type ContactTab = (typeof contactTabs)[number];

export const ContactPlace = z.object({
  search: z.string().max(200).optional().catch(undefined),
  channel: ChannelId.optional().catch(undefined),
  optIn: Purpose.optional().catch(undefined),
  tag: ContactTag.optional().catch(undefined),
  last: z.enum(lastContacts).optional().catch(undefined),
  sort: ContactOrder.optional().catch(undefined),
  tab: z.enum(contactTabs).optional().catch(undefined),
});
export type ContactPlace = z.infer<typeof ContactPlace>;

const dayMs = 86_400_000;

/** The filters as the API takes them. Instants are whole hours, so that a list stays one read. */
export function queryOf(
  { search = '', channel, optIn, tag, last, sort }: ContactPlace,
  now: number,
): Readonly<Record<string, string | number>> {
  const query = { channel, optIn, tag, sort, search: search.trim() || undefined };
  const given: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(query)) if (value !== undefined) given[name] = value;
  return { ...given, ...(last && instantOf(last, now)) };
}

function instantOf(last: LastContact, now: number): Readonly<Record<string, number>> {
  const days = Number.parseInt(last.replace('not', ''), 10);
  const at = Math.floor(now / 3_600_000) * 3_600_000 - days * dayMs;
  return last.startsWith('not') ? { contactBefore: at } : { contactSince: at };
}

/** Whether anything is filtered. */
export function isFiltered({ search = '', channel, optIn, tag, last }: ContactPlace): boolean {
  return [search.trim() || undefined, channel, optIn, tag, last].some((each) => each !== undefined);
}
