// Contacts as they are shown. One without a name shows the name of a contact that was merged into
// it, so that a separated contact takes its name along.
import { rowFields } from '@opportune/core/ports/row-values.ts';
import type { Sql } from '@opportune/core/ports/records.ts';
import { AddressAt, Contact, ContactAddress } from '@opportune/protocol/contact/contact.ts';
import type { ContactId } from '@opportune/protocol/ids.ts';
import { contactLimits, type ListedContact } from '@opportune/protocol/rest/contact/contacts.ts';
import { z } from 'zod';
import {
  type Cursor,
  pageOf,
  readCursor,
  type Page,
  type PageQuestion,
} from '../http/rest/page.ts';

export interface KnownContact extends Contact {
  readonly addresses: readonly Omit<ContactAddress, 'contact'>[];
}

const contactFields = rowFields(Contact.shape);
const addressFields = rowFields(ContactAddress.shape);

const shown = `
  SELECT id, merged_into, created_at,
    CASE WHEN name <> '' THEN name ELSE coalesce(
      (SELECT part.name FROM contacts AS part WHERE part.merged_into = own.id AND part.name <> ''
       ORDER BY part.created_at, part.id LIMIT 1), '') END AS name,
    coalesce(language,
      (SELECT part.language FROM contacts AS part
       WHERE part.merged_into = own.id AND part.language IS NOT NULL
       ORDER BY part.created_at, part.id LIMIT 1)) AS language
  FROM contacts AS own`;

/** Undefined where the account has none. */
export async function contactIn(sql: Sql, id: ContactId): Promise<KnownContact | undefined> {
  const row = await sql.row<object>(`${shown} WHERE id = $1`, [id]);
  if (row === undefined) return undefined;
  const addresses = await sql.rows<object>(
    `SELECT ${addressFields.columns} FROM (
       SELECT * FROM contact_addresses WHERE contact = $1
       ORDER BY first_seen DESC, channel DESC, address DESC LIMIT $2) AS latest
     ORDER BY first_seen, channel, address`,
    [id, contactLimits.addresses],
  );
  return {
    ...Contact.parse(contactFields.valuesOf(row)),
    addresses: addresses.map((each) => ContactAddress.parse(addressFields.valuesOf(each))),
  };
}

interface Row {
  readonly id: string;
  readonly created_at: Date;
}

/** Those who stand for themselves, the newest first; with a search, by a part of a name or an address. */
export async function contactsIn(
  sql: Sql,
  { cursor, limit, search }: PageQuestion & { readonly search: string },
): Promise<Page<ListedContact>> {
  const before = readCursor(cursor);
  const place = [before === null ? null : new Date(before.at), before?.id ?? '', limit + 1];
  const rows =
    search === ''
      ? await sql.rows<Row>(listing(newest), [contactLimits.listed, ...place])
      : await sql.rows<Row>(listing(found), [contactLimits.listed, ...place, search]);
  return pageOf(rows, limit, cursorOf, listed);
}

const Listed = z.array(AddressAt);

function listed(row: Row & { readonly addresses?: unknown }): ListedContact {
  return {
    ...Contact.parse(contactFields.valuesOf(row)),
    addresses: Listed.parse(row.addresses),
  };
}

function cursorOf({ id, created_at }: Row): Cursor {
  return { at: created_at.getTime(), id };
}

const newest = `merged_into IS NULL
  AND ($2::timestamptz IS NULL OR (created_at, id) < ($2, $3::text))
  ORDER BY created_at DESC, id DESC LIMIT $4`;
const found = 'id = ANY(ARRAY(SELECT search_contacts($5, $2::timestamptz, $3, $4)))';

const listing = (which: string): string => `
  SELECT known.*, (
    SELECT coalesce(json_agg(json_build_object('channel', channel, 'address', address)), '[]')
    FROM (SELECT channel, address FROM contact_addresses WHERE contact = known.id
          ORDER BY first_seen DESC, channel, address LIMIT $1) AS latest
  ) AS addresses
  FROM (${shown} WHERE ${which}) AS known
  ORDER BY created_at DESC, id DESC`;
