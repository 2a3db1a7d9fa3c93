// Rows of addresses that go from one contact to another: who has them, where the conversations at them go,
// and what is kept of it. Decides nothing.
import type { Sql } from '@opportune/core/ports/records.ts';
import { AddressAt } from '@opportune/protocol/contact/contact.ts';
import { type AccountId, ContactId, type UserId } from '@opportune/protocol/ids.ts';
import { ContactMove } from '@opportune/protocol/rest/contact/contacts.ts';
import { z } from 'zod';

/** Who moves addresses, and when. */
export interface Hand {
  readonly account: AccountId;
  readonly move: string;
  /** Null: nobody does it by hand. */
  readonly by: UserId | null;
  readonly at: number;
}

/** What moved, and to whom. */
export interface Moved {
  readonly to: ContactId;
  readonly addresses: readonly AddressAt[];
}

export const Addresses = z.array(AddressAt);

/** The addresses of a contact, held until the transaction ends. */
export async function addressesOf(sql: Sql, contact: ContactId): Promise<readonly AddressAt[]> {
  const rows = await sql.rows<object>(
    `SELECT channel, address FROM contact_addresses WHERE contact = $1
     ORDER BY channel, address FOR UPDATE`,
    [contact],
  );
  return Addresses.parse(rows);
}

/** Whose an address is. It has to be somebody's. */
export async function contactOf(sql: Sql, { channel, address }: AddressAt): Promise<ContactId> {
  const row = await sql.row<{ contact: string }>(
    'SELECT contact FROM contact_addresses WHERE channel = $1 AND address = $2',
    [channel, address],
  );
  return ContactId.parse(row?.contact);
}

/** Conversations are with the contact of their address. */
export async function move(
  sql: Sql,
  to: ContactId,
  addresses: readonly AddressAt[],
): Promise<void> {
  const which = [
    addresses.map(({ channel }) => channel),
    addresses.map(({ address }) => address),
  ] as const;
  const from = await sql.rows<{ contact: string }>(
    `SELECT DISTINCT contact FROM contact_addresses WHERE (channel, address) IN
       (SELECT * FROM unnest($1::text[], $2::text[]))`,
    which,
  );
  for (const table of ['contact_addresses', 'conversations'])
    await sql.run(
      `UPDATE ${table} SET contact = $1 WHERE (channel, address) IN
         (SELECT * FROM unnest($2::text[], $3::text[]))`,
      [to, ...which],
    );
  await sql.run(
    `UPDATE contacts SET last_contact_at = (
       SELECT max(talk.last_at) FROM conversations AS talk
       WHERE talk.account = contacts.account AND talk.contact = contacts.id)
     WHERE id = ANY($1)`,
    [[to, ...from.map(({ contact }) => contact)]],
  );
}

/** Keeps it, so that it can be undone. */
export async function note(
  sql: Sql,
  { account, move: id, by, at }: Hand,
  of: Pick<ContactMove, 'from' | 'to' | 'why' | 'addresses'>,
): Promise<void> {
  await sql.run(
    `INSERT INTO contact_moves (account, id, from_contact, to_contact, why, moved, moved_by, moved_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [account, id, of.from, of.to, of.why, JSON.stringify(of.addresses), by, new Date(at)],
  );
}

/** The contact that this one became part of; null: it stands for itself; undefined: there is none. */
export async function mergedInto(
  sql: Sql,
  contact: ContactId,
): Promise<ContactId | null | undefined> {
  const row = await sql.row<{ merged_into: string | null }>(
    'SELECT merged_into FROM contacts WHERE id = $1',
    [contact],
  );
  if (row === undefined || row.merged_into === null) return row && null;
  return ContactId.parse(row.merged_into);
}

/** The latest first. */
export async function movesOf(
  sql: Sql,
  contact: ContactId,
  limit: number,
): Promise<readonly ContactMove[]> {
  const rows = await sql.rows<Row>(
    `SELECT done.*, gave.name AS from_name, took.name AS to_name, coalesce(users.name, '') AS by_name
     FROM contact_moves AS done
       JOIN contacts AS gave ON gave.account = done.account AND gave.id = from_contact
       JOIN contacts AS took ON took.account = done.account AND took.id = to_contact
       LEFT JOIN users ON users.account = done.account AND users.id = moved_by
     WHERE from_contact = $1 OR to_contact = $1
     ORDER BY moved_at DESC, done.id DESC LIMIT $2`,
    [contact, limit],
  );
  return rows.map((row) =>
    ContactMove.parse({
      id: row.id,
      ...{ from: row.from_contact, fromName: row.from_name },
      ...{ to: row.to_contact, toName: row.to_name },
      ...{ why: row.why, addresses: row.moved },
      by: row.moved_by === null ? null : { user: row.moved_by, name: row.by_name },
      at: row.moved_at.getTime(),
      undoneAt: row.undone_at?.getTime() ?? null,
    }),
  );
}

interface Row {
  readonly id: string;
  readonly from_contact: string;
  readonly from_name: string;
  readonly to_contact: string;
  readonly to_name: string;
  readonly why: string;
  readonly moved: unknown;
  readonly moved_by: string | null;
  readonly by_name: string;
  readonly moved_at: Date;
  readonly undone_at: Date | null;
}
