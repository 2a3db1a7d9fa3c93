// Users as rows, parsed at the edge to the database. It decides nothing.
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import { rowFields } from '@opportune/core/ports/row-values.ts';
import { PictureId, UserId } from '@opportune/protocol/ids.ts';
import { accountLimits } from '@opportune/protocol/limits/accounts.ts';
import { User } from '@opportune/protocol/rest/account.ts';
import { SpokenLanguage } from '@opportune/protocol/rest/common.ts';
import { type Page, type PageQuestion, readPage } from '../../http/rest/page.ts';
import { refuse } from '../../http/problem/refusal.ts';

/** The columns of a row besides the fields of a user. */
interface UserRow {
  readonly id: string;
  readonly language: string | null;
  readonly created_at: Date;
}

const fields = rowFields(User.shape);
const columns = `${fields.columns}, created_at`;

function parse(row: UserRow): User {
  const language = SpokenLanguage.safeParse(row.language).data ?? null;
  return User.parse({ ...fields.valuesOf(row), language });
}

/** A user who may sign in with an e-mail address. */
export interface Candidate {
  readonly account: string;
  readonly user_id: string;
  readonly password_hash: string | null;
}

/** The users of an e-mail address in all accounts, oldest first, at most `accountsOfPerson`. */
export function candidatesOf(records: Records, email: string): Promise<readonly Candidate[]> {
  return records.withoutAccount((sql) =>
    sql.rows<Candidate>('SELECT account, user_id, password_hash FROM find_users_by_email($1)', [
      email.trim(),
    ]),
  );
}

/** A user of the current account, or null. */
export async function readUser(sql: Sql, id: string): Promise<User | null> {
  const row = await sql.row<UserRow>(`SELECT ${columns} FROM users WHERE id = $1`, [id]);
  return row === undefined ? null : parse(row);
}

/** Users of the current account in order of creation. */
export async function readUsers(sql: Sql, page: PageQuestion): Promise<Page<User>> {
  const { items, next } = await readPage<UserRow>(sql, { table: 'users', columns }, page);
  return { items: items.map(parse), next };
}

/** The photos of the users who have one and are not disabled. */
export async function readPhotos(sql: Sql): Promise<ReadonlyMap<UserId, PictureId>> {
  const rows = await sql.rows<{ id: string; photo: string }>(
    'SELECT id, photo FROM users WHERE photo IS NOT NULL AND NOT disabled',
  );
  return new Map(rows.map(({ id, photo }) => [UserId.parse(id), PictureId.parse(photo)]));
}

/**
 * Refuses another account for a person who has the maximum, and locks, so that none is added
 * meanwhile. Throws `user.accounts_full`.
 */
export async function refuseFullPerson(sql: Sql, email: string): Promise<void> {
  const row = await sql.row<{ room: boolean }>('SELECT has_room_for_email($1, $2) AS room', [
    email,
    accountLimits.accountsOfPerson,
  ]);
  if (row?.room !== true) throw refuse('user.accounts_full', { path: 'email' });
}

/** Writes a new user without a password. Throws `user.accounts_full`. */
export async function insertUser(
  sql: Sql,
  account: string,
  { id, kind, email, name, named, role, room, disabled }: User,
  now: number,
): Promise<void> {
  if (email !== null) await refuseFullPerson(sql, email);
  await sql.run(
    `INSERT INTO users (account, id, kind, email, name, named, role, room, disabled, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [account, id, kind, email, name, named, role, room, disabled, new Date(now)],
  );
}

/** Writes the changeable fields of a user. */
export async function writeUser(
  sql: Sql,
  { id, email, name, named, role, room, disabled }: User,
): Promise<void> {
  await sql.run(
    `UPDATE users SET email = $2, name = $3, named = $4, role = $5, room = $6, disabled = $7
     WHERE id = $1`,
    [id, email, name, named, role, room, disabled],
  );
}
