// Joins two addresses whose owner answered for both: by a link that they opened where they are
// signed in, or by a code that was sent to one and written at the other. An agent asked for it, so
// it also joins what an agent once separated.
import type { Sql } from '@opportune/core/ports/records.ts';
import { type AddressAt, webChannel } from '@opportune/protocol/contact/contact.ts';
import type { ContactId } from '@opportune/protocol/ids.ts';
import { mergeContacts } from './contact-moves.ts';
import { isOfCustomer, make, put, whose } from './join-verified.ts';
import type { Hand } from './move-rows.ts';

/** Null: both are of a customer, and not of the same. Then nothing changes. */
export async function joinAnswered(
  sql: Sql,
  hand: Hand,
  addresses: readonly [AddressAt, AddressAt],
): Promise<readonly AddressAt[] | null> {
  const { account, at } = hand;
  const [first, second] = addresses;
  const mine = (await whose(sql, first)) ?? (await make(sql, account, { address: first, at }));
  const known = await whose(sql, second);
  if (known !== undefined && known !== mine && (await areCustomers(sql, [mine, known])))
    return null;
  for (const address of addresses)
    if (address.channel !== webChannel) await put(sql, account, { address, contact: mine, at });
  const theirs = await whose(sql, second);
  if (theirs === undefined || theirs === mine) return [];
  // A customer stays, whoever wrote first.
  const [from, to] = (await isOfCustomer(sql, mine)) ? [theirs, mine] : [mine, theirs];
  return (await mergeContacts(sql, hand, { from, to, why: 'verified' })).addresses;
}

async function areCustomers(sql: Sql, contacts: readonly ContactId[]): Promise<boolean> {
  for (const each of contacts) if (!(await isOfCustomer(sql, each))) return false;
  return true;
}

/** Whether a browser is signed in as one customer, and as no other. */
export async function isSignedIn(sql: Sql, browser: AddressAt): Promise<boolean> {
  const row = await sql.row(
    'SELECT 1 FROM contact_addresses WHERE channel = $1 AND address = $2 AND verified',
    [browser.channel, browser.address],
  );
  const contact = row === undefined ? undefined : await whose(sql, browser);
  return contact !== undefined && isOfCustomer(sql, contact);
}
