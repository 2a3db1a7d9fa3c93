// A visitor who is verified as a customer is of that customer's contact: by verified identity alone, never by
// a name or an address that somebody claims. What an agent took apart stays apart.
import type { Sql } from '@opportune/core/ports/records.ts';
import { contactId } from '@opportune/core/world/ids.ts';
import {
  type AddressAt,
  customerAddress,
  customerChannel,
  visitorAddress,
  webChannel,
} from '@opportune/protocol/contact/contact.ts';
import { type AccountId, ContactId, type VisitorId } from '@opportune/protocol/ids.ts';
import { lockAccount } from '../http/rest/lock-account.ts';
import { mergeContacts } from './contact-moves.ts';

export interface Verified {
  readonly account: AccountId;
  readonly visitor: VisitorId;
  readonly userId: string;
  readonly at: number;
}

/**
 * Makes the visitor's address and the customer's those of one contact, and answers with the addresses whose
 * contact is another now. A browser of several customers joins none of them.
 */
export async function joinVerified(
  sql: Sql,
  { account, visitor, userId, at }: Verified,
  move: string,
): Promise<readonly AddressAt[]> {
  if (await isJoined(sql, visitor, userId)) return [];
  await lockAccount(sql);
  if (await isShared(sql, visitor, userId)) return [];
  const [browser, customer] = [visitorAddress(visitor), customerAddress(userId)];
  const known = (await whose(sql, customer)) ?? (await whose(sql, browser));
  const contact = known ?? (await make(sql, account, { address: browser, at }));
  const mine = await put(sql, account, { address: browser, contact, at });
  const theirs = await put(sql, account, { address: customer, contact: mine, at });
  if (mine === theirs || (await staysApart(sql, mine, theirs))) return [];
  const hand = { account, move, by: null, at };
  const merge = { from: mine, to: theirs, why: 'verified' } as const;
  return (await mergeContacts(sql, hand, merge)).addresses;
}

/** As it is nearly always: asked without a lock. */
async function isJoined(sql: Sql, visitor: VisitorId, userId: string): Promise<boolean> {
  const row = await sql.row(
    `SELECT 1 FROM contact_addresses AS browser JOIN contact_addresses AS customer
       ON customer.account = browser.account AND customer.contact = browser.contact
     WHERE browser.channel = $1 AND browser.address = $2 AND browser.verified
       AND customer.channel = $3 AND customer.address = $4`,
    [webChannel, visitor, customerChannel, userId],
  );
  return row !== undefined;
}

async function isShared(sql: Sql, visitor: VisitorId, userId: string): Promise<boolean> {
  const other = await sql.row('SELECT 1 FROM customers WHERE visitor = $1 AND user_id <> $2', [
    visitor,
    userId,
  ]);
  return other !== undefined;
}

async function whose(sql: Sql, { channel, address }: AddressAt): Promise<ContactId | undefined> {
  const row = await sql.row<{ contact: string }>(
    'SELECT contact FROM contact_addresses WHERE channel = $1 AND address = $2',
    [channel, address],
  );
  return row && ContactId.parse(row.contact);
}

/** The one that the address begins with, whoever makes it. */
async function make(
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
async function put(
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

/** Of another customer too, by an agent's hand, or taken apart by one. */
async function staysApart(sql: Sql, mine: ContactId, theirs: ContactId): Promise<boolean> {
  const why = await sql.row(
    `SELECT 1 FROM contact_addresses WHERE contact = $1 AND channel = $3
     UNION ALL
     SELECT 1 FROM contact_moves
     WHERE (from_contact, to_contact) IN (($1, $2), ($2, $1))
       AND (why = 'separated') = (undone_at IS NULL)`,
    [mine, theirs, customerChannel],
  );
  return why !== undefined;
}
