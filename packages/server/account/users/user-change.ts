// What administrators may change of a user. Refuses two users with one address, an account without
// an administrator, and a program that could sign in.
import type { Sql } from '@opportune/core/ports/records.ts';
import type { User, UserChange } from '@opportune/protocol/rest/account.ts';
import type { z } from 'zod';
import { given } from '../../http/rest/given.ts';
import { lockAccount } from '../../http/rest/lock-account.ts';
import type { Unchanged } from '../../http/rest/whole-document.ts';
import { refuse } from '../../http/problem/refusal.ts';
import { endLinks } from '../sign-in/links.ts';
import { readUser, refuseFullPerson, writeUser } from './user-rows.ts';

export async function changeUser(
  sql: Sql,
  id: string,
  change: z.output<typeof UserChange>,
  unchanged: Unchanged,
): Promise<User> {
  await lockAccount(sql);
  const known = await mustRead(sql, id);
  unchanged(known);
  if (known.kind === 'program') refuseOfPeople(change);
  const changed = { ...known, ...given(change) };
  if (changed.name !== known.name) changed.named = true;
  await refuseTakenAddress(sql, changed);
  if (changed.email !== null && isNewlyTheirs(known, changed))
    await refuseFullPerson(sql, changed.email);
  // Links sent to another address, or to a disabled user, become invalid.
  if (changed.email !== known.email || changed.disabled) await endLinks(sql, id);
  await writeUser(sql, changed);
  await refuseWithoutAdministrator(sql);
  return changed;
}

/** A program has no address and has the role of agents. */
function refuseOfPeople({ email, role }: z.output<typeof UserChange>): void {
  const path = email === undefined ? 'role' : 'email';
  if (email === undefined && (role === undefined || role === 'agent')) return;
  throw refuse('request.invalid', {
    path,
    detail: 'A program has no e-mail address, and its role cannot change.',
  });
}

export async function mustRead(sql: Sql, id: string): Promise<User> {
  const user = await readUser(sql, id);
  if (user === null) throw refuse('request.not_found');
  return user;
}

export async function refuseTakenAddress(sql: Sql, { email, id }: User): Promise<void> {
  const taken = await sql.row('SELECT 1 FROM users WHERE lower(email) = lower($1) AND id <> $2', [
    email,
    id,
  ]);
  if (taken === undefined) return;
  const detail = 'A user with this address exists.';
  throw refuse('request.invalid', { path: 'email', detail });
}

/** Whether somebody who could not sign in as this user before now can. */
function isNewlyTheirs(before: User, now: User): boolean {
  const isSame = before.email?.toLowerCase() === now.email?.toLowerCase();
  return !now.disabled && (before.disabled || !isSame);
}

async function refuseWithoutAdministrator(sql: Sql): Promise<void> {
  const left = await sql.row(
    "SELECT 1 FROM users WHERE role = 'administrator' AND NOT disabled LIMIT 1",
  );
  if (left !== undefined) return;
  const detail = 'The account needs an administrator.';
  throw refuse('request.conflict', { path: 'role', detail });
}
