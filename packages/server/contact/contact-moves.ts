// Which contact has an address: merged, separated and undone in one transaction, with the conversations at
// the addresses that move. Arms and caps belong to visitors, and are not touched. Each move is kept, so that
// it can be undone.
import type { Sql } from '@opportune/core/ports/records.ts';
import { contactId } from '@opportune/core/world/ids.ts';
import type { AddressAt } from '@opportune/protocol/contact/contact.ts';
import { ContactId } from '@opportune/protocol/ids.ts';
import { refuse } from '../http/problem/refusal.ts';
import {
  Addresses,
  addressesOf,
  type Hand,
  mergedInto,
  move,
  type Moved,
  note,
} from './move-rows.ts';

export interface Merge {
  readonly from: ContactId;
  readonly to: ContactId;
  readonly why: 'merged' | 'verified';
}

/** All addresses of a contact become another's. Throws `request.not_found`, `request.conflict`. */
export async function mergeContacts(
  sql: Sql,
  hand: Hand,
  { from, to, why }: Merge,
): Promise<Moved> {
  for (const each of [from, to]) await refuseMerged(sql, each);
  if (from === to) throw refuse('request.conflict', { detail: 'It is the same contact.' });
  const addresses = await addressesOf(sql, from);
  await move(sql, to, addresses);
  await note(sql, hand, { from, to, why, addresses });
  await sql.run('UPDATE contacts SET merged_into = $2 WHERE id = $1 OR merged_into = $1', [
    from,
    to,
  ]);
  return { to, addresses };
}

/** Some addresses become those of a contact of their own. Throws `request.not_found`, `request.conflict`. */
export async function separateContact(
  sql: Sql,
  hand: Hand,
  from: ContactId,
  addresses: readonly AddressAt[],
): Promise<Moved> {
  const own = await addressesOf(sql, from);
  const kept = own.filter((each) => !addresses.some((other) => isSame(each, other)));
  const [first] = addresses;
  if (first === undefined || kept.length + addresses.length !== own.length)
    throw refuse('request.not_found');
  if (kept.length === 0) throw refuse('request.conflict', { detail: 'These are all addresses.' });
  const to = await freshContact(sql, hand, first, from);
  await move(sql, to, addresses);
  await note(sql, hand, { from, to, why: 'separated', addresses });
  return { to, addresses };
}

/** What of a move is still where it went goes back. Throws `request.not_found`, `request.conflict`. */
export async function undoMove(sql: Sql, { move: id, by, at }: Hand): Promise<Moved> {
  const row = await sql.row<{ from_contact: string; to_contact: string; moved: unknown }>(
    `UPDATE contact_moves SET undone_by = $2, undone_at = $3
     WHERE id = $1 AND undone_at IS NULL RETURNING from_contact, to_contact, moved`,
    [id, by, new Date(at)],
  );
  if (row === undefined) throw refuse('request.not_found');
  const [from, to] = [ContactId.parse(row.from_contact), ContactId.parse(row.to_contact)];
  const there = await addressesOf(sql, to);
  const addresses = Addresses.parse(row.moved).filter((each) =>
    there.some((other) => isSame(each, other)),
  );
  if (addresses.length === 0)
    throw refuse('request.conflict', { detail: 'Its addresses have been moved since.' });
  const back = await standingAgain(sql, from, to);
  await move(sql, back, addresses);
  if (there.length === addresses.length)
    await sql.run('UPDATE contacts SET merged_into = $2 WHERE id = $1 OR merged_into = $1', [
      to,
      back,
    ]);
  return { to: back, addresses };
}

/** Whom addresses go back to: the contact that gave them, or the one that it became part of meanwhile. */
async function standingAgain(sql: Sql, from: ContactId, to: ContactId): Promise<ContactId> {
  const elsewhere = await mergedInto(sql, from);
  if (elsewhere !== undefined && elsewhere !== null && elsewhere !== to) return elsewhere;
  await sql.run('UPDATE contacts SET merged_into = NULL WHERE id = $1', [from]);
  // What had become part of it before is so again, with what had become part of that.
  await sql.run(
    `WITH RECURSIVE part (id) AS (
       SELECT $1::text UNION
       SELECT from_contact FROM contact_moves AS merge JOIN part ON to_contact = part.id
       WHERE why <> 'separated' AND undone_at IS NULL AND NOT EXISTS (
         -- It was separated since, and whoever took it later has it.
         SELECT 1 FROM contact_moves AS since
         WHERE since.to_contact = merge.from_contact AND since.why = 'separated'
           AND since.undone_at IS NULL AND since.moved_at > merge.moved_at))
     UPDATE contacts SET merged_into = $1 WHERE merged_into = $2 AND id IN (SELECT id FROM part)`,
    [from, to],
  );
  return from;
}

async function refuseMerged(sql: Sql, contact: ContactId): Promise<void> {
  const into = await mergedInto(sql, contact);
  if (into === undefined) throw refuse('request.not_found');
  if (into !== null)
    throw refuse('request.conflict', { detail: 'It is already part of another contact.' });
}

/** The one that the address began with, where it is free again; else one that the move names. */
async function freshContact(
  sql: Sql,
  { account, move: id, at }: Hand,
  first: AddressAt,
  from: ContactId,
): Promise<ContactId> {
  const begun = contactId(account, first);
  const kept = await sql.run(
    'UPDATE contacts SET merged_into = NULL WHERE id = $1 AND merged_into = $2',
    [begun, from],
  );
  if (kept > 0) return begun;
  const made = ContactId.parse(`p_${id}`);
  await sql.run('INSERT INTO contacts (account, id, created_at) VALUES ($1, $2, $3)', [
    account,
    made,
    new Date(at),
  ]);
  return made;
}

function isSame(a: AddressAt, b: AddressAt): boolean {
  return a.channel === b.channel && a.address === b.address;
}
