// Contacts that stand for themselves, filtered and in order, page by page. The statement that finds them
// reads indexes alone, however many an account has; this reads what is shown of those found.
import type { Sql } from '@opportune/core/ports/records.ts';
import { AddressAt, Contact } from '@opportune/protocol/contact/contact.ts';
import {
  contactLimits,
  type ContactFilter,
  type ContactOrder,
  type ListedContact,
} from '@opportune/protocol/rest/contact/contacts.ts';
import { ContactTag } from '@opportune/protocol/rest/contact/details.ts';
import { z } from 'zod';
import { type Page, pageOf, type PageQuestion, readCursor } from '../../http/rest/page.ts';
import { contactFields, shownContacts } from '../contact-rows.ts';

/** In the order of creation, the newest first, if no other is given. */
export type ContactQuestion = PageQuestion & ContactFilter & { readonly sort?: ContactOrder };

interface Row {
  readonly id: string;
  readonly created_at: Date;
  readonly last_contact_at: Date | null;
  readonly addresses: unknown;
  readonly tags: unknown;
}

export async function listContacts(
  sql: Sql,
  { cursor, limit, sort = 'created', ...filter }: ContactQuestion,
): Promise<Page<ListedContact>> {
  const last = readCursor(cursor);
  const rows = await sql.rows<Row>(listing, [
    ...[filter.search?.trim() ?? '', filter.channel ?? null, filter.optIn ?? null],
    ...[filter.tag ?? null, dateOf(filter.contactSince), dateOf(filter.contactBefore), sort],
    ...[last === null ? null : new Date(last.at), last?.id ?? '', limit + 1],
    contactLimits.listed,
  ]);
  const placeOf = (row: Row) => ({ at: sortedAt(row, sort), id: row.id });
  return pageOf(rows, limit, placeOf, listed);
}

function dateOf(at: number | undefined): Date | null {
  return at === undefined ? null : new Date(at);
}

/** A name is read again by the id. */
function sortedAt({ created_at, last_contact_at }: Row, sort: ContactOrder): number {
  switch (sort) {
    case 'created':
      return created_at.getTime();
    case 'contact':
      return (last_contact_at ?? created_at).getTime();
    case 'name':
      return 0;
  }
}

const Addresses = z.array(AddressAt);
const Tags = z.array(ContactTag);

function listed(row: Row): ListedContact {
  return {
    ...Contact.parse(contactFields.valuesOf(row)),
    lastContactAt: row.last_contact_at?.getTime() ?? null,
    addresses: Addresses.parse(row.addresses),
    tags: Tags.parse(row.tags),
  };
}

const listing = `
  SELECT known.*, (
    SELECT coalesce(json_agg(json_build_object('channel', channel, 'address', address)), '[]')
    FROM (SELECT channel, address FROM contact_addresses WHERE contact = known.id
          ORDER BY first_seen DESC, channel, address LIMIT $11) AS latest
  ) AS addresses, (
    SELECT coalesce(json_agg(DISTINCT tag ORDER BY tag), '[]')
    FROM (SELECT known.id AS part UNION ALL
          SELECT id FROM contacts AS part WHERE part.merged_into = known.id) AS parts
      JOIN contact_tags ON contact = part
  ) AS tags
  FROM unnest(ARRAY(SELECT list_contacts($1, $2, $3, $4, $5, $6, $7, $8,
      coalesce((SELECT name FROM contacts WHERE id = $9), ''), $9, $10)))
    WITH ORDINALITY AS found (found_id, place)
    JOIN LATERAL (${shownContacts} WHERE own.id = found_id) AS known ON true
  ORDER BY found.place`;
