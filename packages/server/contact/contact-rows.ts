// Contacts as they are shown. One without a name shows the name of a contact that was merged into
// it, so that a separated contact takes its name along.
import { rowFields } from '@opportune/core/ports/row-values.ts';
import type { Sql } from '@opportune/core/ports/records.ts';
import { Contact, ContactAddress } from '@opportune/protocol/contact/contact.ts';
import type { ContactId } from '@opportune/protocol/ids.ts';
import { contactLimits } from '@opportune/protocol/rest/contact/contacts.ts';

export interface KnownContact extends Contact {
  readonly lastContactAt: number | null;
  readonly addresses: readonly Omit<ContactAddress, 'contact'>[];
}

export const contactFields = rowFields(Contact.shape);
const addressFields = rowFields(ContactAddress.shape);

/** Contacts under the name `own`. */
export const shownContacts = `
  SELECT id, merged_into, created_at, last_contact_at,
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
  const row = await sql.row<{ last_contact_at: Date | null }>(`${shownContacts} WHERE id = $1`, [
    id,
  ]);
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
    lastContactAt: row.last_contact_at?.getTime() ?? null,
    addresses: addresses.map((each) => ContactAddress.parse(addressFields.valuesOf(each))),
  };
}
