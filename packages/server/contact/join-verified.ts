// Joins a visitor verified as a customer to that customer's contact: by verified identity alone,
// never by a claimed name or address. Two ids that a server declares as one customer's share one
// contact too. What an agent separated stays separate.
import type { Sql } from '@opportune/core/ports/records.ts';
import { contactId } from '@opportune/core/world/ids.ts';
import {
  type AddressAt,
  customerAddress,
  customerChannel,
  visitorAddress,
} from '@opportune/protocol/contact/contact.ts';
import { type AccountId, ContactId, type VisitorId } from '@opportune/protocol/ids.ts';
import { lockAccount } from '../http/rest/lock-account.ts';
import { mergeContacts, separateContact } from './contact-moves.ts';
import type { Hand } from './move-rows.ts';

export interface Verified {
  readonly account: AccountId;
  readonly visitor: VisitorId;
  readonly userId: string;
  readonly at: number;
}

/** The customer `previousId` is `userId`, too. */
export interface Aliased {
  readonly account: AccountId;
  readonly previousId: string;
  readonly userId: string;
  readonly at: number;
}

/**
 * Makes the visitor's address and the customer's those of one contact, and answers with the addresses whose
 * contact is another now. A browser of several customers joins none of them, and leaves the one it joined.
 */
export async function joinVerified(
  sql: Sql,
  { account, visitor, userId, at }: Verified,
  move: string,
): Promise<readonly AddressAt[]> {
  const [browser, customer] = [visitorAddress(visitor), customerAddress(userId)];
  if (await isJoined(sql, browser, customer)) return [];
  await lockAccount(sql);
  const hand = { account, move, by: null, at };
  if (await isShared(sql, visitor, userId)) return leave(sql, hand, browser);
  const known = (await whose(sql, customer)) ?? (await whose(sql, browser));
  const contact = known ?? (await make(sql, account, { address: browser, at }));
  const mine = await put(sql, account, { address: browser, contact, at });
  const theirs = await put(sql, account, { address: customer, contact: mine, at });
  if (mine === theirs || (await isOfCustomer(sql, mine))) return [];
  const moved = (await wasVerified(sql, visitor, userId)) ? [browser, customer] : [];
  if (await staysApart(sql, [mine, theirs], moved)) return [];
  return (await mergeContacts(sql, hand, { from: mine, to: theirs, why: 'verified' })).addresses;
}

/** Makes the contacts of two customers one, where the former has one. Answers as `joinVerified`. */
export async function joinCustomers(
  sql: Sql,
  { account, previousId, userId, at }: Aliased,
  move: string,
): Promise<readonly AddressAt[]> {
  const [previous, customer] = [customerAddress(previousId), customerAddress(userId)];
  if (await isJoined(sql, previous, customer)) return [];
  await lockAccount(sql);
  const from = await whose(sql, previous);
  if (from === undefined) return [];
  const to = await put(sql, account, { address: customer, contact: from, at });
  if (from === to || (await staysApart(sql, [from, to], [previous, customer]))) return [];
  const hand = { account, move, by: null, at };
  return (await mergeContacts(sql, hand, { from, to, why: 'verified' })).addresses;
}

/** As it is nearly always: asked without a lock. */
async function isJoined(sql: Sql, one: AddressAt, customer: AddressAt): Promise<boolean> {
  const row = await sql.row(
    `SELECT 1 FROM contact_addresses AS one JOIN contact_addresses AS customer
       ON customer.account = one.account AND customer.contact = one.contact
     WHERE one.channel = $1 AND one.address = $2 AND one.verified
       AND customer.channel = $3 AND customer.address = $4`,
    [one.channel, one.address, customer.channel, customer.address],
  );
  return row !== undefined;
}

/** By customers who are not of one contact. */
async function isShared(sql: Sql, visitor: VisitorId, userId: string): Promise<boolean> {
  const other = await sql.row(
    `SELECT 1 FROM customers AS known WHERE visitor = $1 AND user_id <> $2 AND NOT EXISTS (
       SELECT 1 FROM contact_addresses AS one JOIN contact_addresses AS other
         ON other.account = one.account AND other.contact = one.contact
       WHERE one.channel = $3 AND one.address = $2
         AND other.channel = $3 AND other.address = known.user_id)`,
    [visitor, userId, customerChannel],
  );
  return other !== undefined;
}

/** Verified as none from now on. An agent who puts it back has the last word. */
async function leave(sql: Sql, hand: Hand, browser: AddressAt): Promise<readonly AddressAt[]> {
  const left = await sql.row<{ contact: string }>(
    `UPDATE contact_addresses SET verified = false
     WHERE channel = $1 AND address = $2 AND verified RETURNING contact`,
    [browser.channel, browser.address],
  );
  if (left === undefined) return [];
  const contact = ContactId.parse(left.contact);
  if (!(await isOfCustomer(sql, contact))) return [];
  return (await separateContact(sql, hand, contact, [browser])).addresses;
}

async function wasVerified(sql: Sql, visitor: VisitorId, userId: string): Promise<boolean> {
  const row = await sql.row('SELECT 1 FROM customers WHERE visitor = $1 AND user_id = $2', [
    visitor,
    userId,
  ]);
  return row !== undefined;
}

export async function whose(
  sql: Sql,
  { channel, address }: AddressAt,
): Promise<ContactId | undefined> {
  const row = await sql.row<{ contact: string }>(
    'SELECT contact FROM contact_addresses WHERE channel = $1 AND address = $2',
    [channel, address],
  );
  return row && ContactId.parse(row.contact);
}

/** The one that the address begins with, whoever makes it. */
export async function make(
  sql: Sql,
  account: AccountId,
  { address, at }: { readonly address: AddressAt; readonly at: number },
): Promise<ContactId> {
  const made = contactId(account, address);
  await sql.run(
    'INSERT INTO contacts (account, id, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
    [account, made, new Date(at)],
  );
  return made;
}

/** Verified from now on, and the contact's unless it has another. Answers with whose it is. */
export async function put(
  sql: Sql,
  account: AccountId,
  of: { readonly address: AddressAt; readonly contact: ContactId; readonly at: number },
): Promise<ContactId> {
  const row = await sql.row<{ contact: string }>(
    `INSERT INTO contact_addresses (account, channel, address, contact, verified, first_seen)
     VALUES ($1, $2, $3, $4, true, $5)
     ON CONFLICT (account, channel, address) DO UPDATE SET verified = true RETURNING contact`,
    [account, of.address.channel, of.address.address, of.contact, new Date(of.at)],
  );
  return ContactId.parse(row?.contact);
}

export async function isOfCustomer(sql: Sql, contact: ContactId): Promise<boolean> {
  const row = await sql.row('SELECT 1 FROM contact_addresses WHERE contact = $1 AND channel = $2', [
    contact,
    customerChannel,
  ]);
  return row !== undefined;
}

/** Taken apart by an agent: the two contacts, or one of the addresses from whomever it was with. */
async function staysApart(
  sql: Sql,
  [mine, theirs]: readonly [ContactId, ContactId],
  addresses: readonly AddressAt[],
): Promise<boolean> {
  const why = await sql.row(
    `SELECT 1 FROM contact_moves
     WHERE ((from_contact, to_contact) IN (($1, $2), ($2, $1))
         OR EXISTS (SELECT 1 FROM unnest($3::text[]) AS one WHERE moved @> one::jsonb))
       AND CASE why WHEN 'separated' THEN undone_at IS NULL AND moved_by IS NOT NULL
                    ELSE undone_at IS NOT NULL END`,
    [mine, theirs, addresses.map((each) => JSON.stringify([each]))],
  );
  return why !== undefined;
}
