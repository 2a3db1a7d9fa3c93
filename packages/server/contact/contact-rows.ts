// Contacts as they are shown. One without a name is called as those who became part of it are, so that
// whoever stands for themselves again takes their name along.
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
    `SELECT ${addressFields.columns} FROM contact_addresses WHERE contact = $1
     ORDER BY first_seen, channel, address`,
    [id],
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
  const rows = await sql.rows<Row>(found, [
    before === null ? null : new Date(before.at),
    before?.id ?? '',
    `%${search.replaceAll(/[\\%_]/g, '\\$&')}%`,
    limit + 1,
    contactLimits.listed,
  ]);
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

const found = `
  SELECT known.*, (
    SELECT coalesce(json_agg(json_build_object('channel', channel, 'address', address)), '[]')
    FROM (SELECT channel, address FROM contact_addresses WHERE contact = known.id
          ORDER BY first_seen DESC, channel, address LIMIT $5) AS latest
  ) AS addresses
  FROM (${shown}
    WHERE merged_into IS NULL AND ($1::timestamptz IS NULL OR (created_at, id) < ($1, $2::text))
      AND ($3 = '%%' OR name ILIKE $3
        OR id IN (SELECT contact FROM contact_addresses WHERE address ILIKE $3)
        OR id IN (SELECT part.merged_into FROM contacts AS part
                  WHERE part.merged_into IS NOT NULL AND part.name ILIKE $3))
    ORDER BY created_at DESC, id DESC LIMIT $4) AS known
  ORDER BY created_at DESC, id DESC`;
