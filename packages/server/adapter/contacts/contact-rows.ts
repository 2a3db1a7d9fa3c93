// The contact of an address, found or created in the caller's transaction: when a conversation
// begins, a customer is verified, or somebody opts in or is imported.
import type { Sql } from '@opportune/core/ports/records.ts';
import { contactId } from '@opportune/core/world/ids.ts';
import type { AddressAt } from '@opportune/protocol/contact/contact.ts';
import { type AccountId, ContactId } from '@opportune/protocol/ids.ts';

/** What is known about a person who may be new. `at`: ms since 1970. */
export interface Met {
  readonly name: string;
  readonly at: number;
}

/**
 * The contact of an address, created if there is none. Two simultaneous calls get the same one. A
 * contact without a name takes the given name.
 */
export async function contactAt(
  sql: Sql,
  account: AccountId,
  { channel, address }: AddressAt,
  { name, at }: Met,
): Promise<ContactId> {
  const made = contactId(account, { channel, address });
  const row = await sql.row<{ contact: string; is_new: boolean }>(foundOrMade, [
    ...[account, channel, address, made, name, new Date(at)],
  ]);
  const contact = ContactId.parse(row?.contact);
  // Whoever verified the address meanwhile gave it to another: the one made here has nothing.
  if (row?.is_new === true && contact !== made)
    await sql.run('DELETE FROM contacts WHERE id = $1', [made]);
  return contact;
}

const foundOrMade = `
  WITH known AS (
    -- Who merges contacts meanwhile waits for this, or is waited for.
    SELECT contact FROM contact_addresses WHERE channel = $2 AND address = $3 FOR SHARE
  ), named AS (
    UPDATE contacts SET name = $5
    WHERE id = (SELECT contact FROM known) AND name = '' AND $5::text <> ''
  ), made AS (
    INSERT INTO contacts (account, id, name, created_at)
    SELECT $1, $4::text, $5::text, $6::timestamptz WHERE NOT EXISTS (SELECT FROM known)
    ON CONFLICT (account, id) DO NOTHING RETURNING id
  ), put AS (
    INSERT INTO contact_addresses AS had (account, channel, address, contact, first_seen)
    SELECT $1, $2::text, $3::text, $4::text, $6::timestamptz WHERE NOT EXISTS (SELECT FROM known)
    ON CONFLICT (account, channel, address) DO UPDATE SET contact = had.contact
    RETURNING contact
  )
  SELECT contact, false AS is_new FROM known
  UNION ALL SELECT contact, EXISTS (SELECT FROM made) FROM put`;
