// Contacts written directly to the records of a running product: over the API they come only with
// conversations.
import { randomUUID } from 'node:crypto';
import type { Records } from '@opportune/core/ports/records.ts';
import { AccountId } from '@opportune/protocol/ids.ts';

export interface ContactThings {
  /** A contact with two addresses of the channel `sms`. */
  readonly contact: string;
  readonly otherContact: string;
  /** The move of the first address, which came from the other contact. */
  readonly contactMove: string;
}

export async function moveContactsIn(records: Records, owner: string): Promise<ContactThings> {
  const account = AccountId.parse(owner);
  const [contact, otherContact, contactMove] = [randomUUID(), randomUUID(), randomUUID()];
  await records.withAccount(account, async (sql) => {
    const [first, second] = [`first of ${contact}`, `second of ${contact}`];
    await sql.run(
      `INSERT INTO contacts (account, id, created_at) VALUES ($1, $2, now()), ($1, $3, now())`,
      [account, contact, otherContact],
    );
    await sql.run(
      `INSERT INTO contact_addresses (account, channel, address, contact, first_seen)
       VALUES ($1, 'sms', $3, $2, now()), ($1, 'sms', $4, $2, now())`,
      [account, contact, first, second],
    );
    await sql.run(
      `INSERT INTO contact_moves (account, id, from_contact, to_contact, why, moved, moved_at)
       VALUES ($1, $2, $3, $4, 'merged', $5, now())`,
      [
        ...[account, contactMove, otherContact, contact],
        JSON.stringify([{ channel: 'sms', address: first }]),
      ],
    );
  });
  return { contact, otherContact, contactMove };
}
