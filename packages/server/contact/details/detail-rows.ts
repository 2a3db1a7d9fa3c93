// Rows of what is kept of a contact: tags, fields, notes and the record of changes. A contact shows what
// its parts have, too: tags of all, and the value of a field that it has none of itself. It decides nothing.
import { rowFields } from '@opportune/core/ports/row-values.ts';
import type { Sql } from '@opportune/core/ports/records.ts';
import {
  type AccountId,
  ContactChangeId,
  type ContactId,
  ContactNoteId,
  type UserId,
} from '@opportune/protocol/ids.ts';
import {
  ContactChange,
  contactDetailLimits,
  ContactField,
  ContactFieldValue,
  ContactNote,
  ContactTag,
} from '@opportune/protocol/rest/contact/details.ts';
import { z } from 'zod';
import { type Page, pageOf, type PageQuestion, readCursor } from '../../http/rest/page.ts';

/** A contact and its parts, by the parameter $1. */
const whole = `(SELECT $1::text UNION ALL SELECT id FROM contacts WHERE merged_into = $1)`;

export async function tagsOf(sql: Sql, contact: ContactId): Promise<string[]> {
  const rows = await sql.rows<{ tag: string }>(
    `SELECT DISTINCT tag FROM contact_tags WHERE contact IN ${whole} ORDER BY tag`,
    [contact],
  );
  return rows.map(({ tag }) => ContactTag.parse(tag));
}

/** Makes these the tags of a contact with its parts. */
export async function writeTags(
  sql: Sql,
  account: AccountId,
  contact: ContactId,
  tags: readonly string[],
): Promise<void> {
  await sql.run(`DELETE FROM contact_tags WHERE contact IN ${whole} AND tag <> ALL($2::text[])`, [
    contact,
    tags,
  ]);
  await addTags(sql, account, contact, tags);
}

/** Those that neither the contact nor a part has. */
export async function addTags(
  sql: Sql,
  account: AccountId,
  contact: ContactId,
  tags: readonly string[],
): Promise<void> {
  if (tags.length === 0) return;
  await sql.run(
    `INSERT INTO contact_tags (account, contact, tag)
     SELECT $2, $1, tag FROM unnest($3::text[]) AS tag
     WHERE tag NOT IN (SELECT had.tag FROM contact_tags AS had WHERE had.contact IN ${whole})
     ON CONFLICT DO NOTHING`,
    [contact, account, tags],
  );
}

/**
 * The tags of the account, the most used first. It steps from tag to tag through their index and counts each
 * up to a bound, so that it reads no more in an account with millions. The order of the count is that of the
 * index: without it, a rare tag is looked for in the whole table.
 */
export async function accountTags(sql: Sql, most: number) {
  const { tagsCounted, contactsCounted } = contactDetailLimits;
  const rows = await sql.rows<{ tag: string; contacts: number }>(
    `WITH RECURSIVE known (tag, place) AS (
       (SELECT tag, 1 FROM contact_tags ORDER BY tag LIMIT 1)
       UNION ALL
       SELECT (SELECT next.tag FROM contact_tags AS next WHERE next.tag > known.tag
               ORDER BY next.tag LIMIT 1), known.place + 1
       FROM known WHERE known.tag IS NOT NULL AND known.place < $2)
     SELECT tag, (SELECT count(*)::int FROM (
         SELECT FROM contact_tags AS had WHERE had.tag = known.tag
         ORDER BY had.tag, had.contact LIMIT $3) AS counted) AS contacts
     FROM known WHERE tag IS NOT NULL ORDER BY contacts DESC, tag LIMIT $1`,
    [most, tagsCounted, contactsCounted],
  );
  return rows.map(({ tag, contacts }) => ({ tag, contacts }));
}

const Values = z.record(z.string(), ContactFieldValue.nullable());

/** Of a contact: its own values over those of its parts, the oldest part first. Null hides a part's. */
export async function fieldsOf(
  sql: Sql,
  contact: ContactId,
): Promise<Readonly<Record<string, ContactFieldValue | null>>> {
  const rows = await sql.rows<{ fields: unknown }>(
    `SELECT fields FROM contacts WHERE id IN ${whole} AND fields <> '{}'
     ORDER BY id = $1, created_at DESC, id`,
    [contact],
  );
  return Object.assign({}, ...rows.map(({ fields }) => Values.parse(fields)));
}

export interface OwnChange {
  readonly name?: string;
  readonly language?: string | null;
  readonly fields: Readonly<Record<string, ContactFieldValue | null>>;
}

export async function writeOwn(sql: Sql, contact: ContactId, change: OwnChange): Promise<void> {
  const { name = null, language, fields } = change;
  await sql.run(
    `UPDATE contacts SET name = coalesce($2, name),
       language = CASE WHEN $3 THEN $4 ELSE language END, fields = fields || $5::jsonb
     WHERE id = $1`,
    [contact, name, language !== undefined, language ?? null, JSON.stringify(fields)],
  );
}

const fieldColumns = rowFields(ContactField.shape);

/** Those on the list, in their order. */
export async function listedFields(sql: Sql): Promise<ContactField[]> {
  const rows = await sql.rows<object>(
    `SELECT ${fieldColumns.columns} FROM contact_fields WHERE listed ORDER BY position, id`,
  );
  return rows.map((row) => ContactField.parse(fieldColumns.valuesOf(row)));
}

/** Also those that were taken off the list. */
export async function keptFields(sql: Sql): Promise<ContactField[]> {
  const rows = await sql.rows<object>(`SELECT ${fieldColumns.columns} FROM contact_fields`);
  return rows.map((row) => ContactField.parse(fieldColumns.valuesOf(row)));
}

export async function writeFields(
  sql: Sql,
  account: AccountId,
  fields: readonly ContactField[],
): Promise<void> {
  await sql.run('UPDATE contact_fields SET listed = false WHERE listed');
  for (const [position, { id, name, holds }] of fields.entries())
    await sql.run(
      `INSERT INTO contact_fields (account, id, name, holds, position) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (account, id) DO UPDATE SET name = excluded.name, holds = excluded.holds,
         position = excluded.position, listed = true`,
      [account, id, name, JSON.stringify(holds), position],
    );
}

interface NoteRow {
  readonly id: string;
  readonly text: string;
  readonly written_by: string;
  readonly written_by_name: string;
  readonly created_at: Date;
}

/** Of a contact and its parts, the newest first. */
export async function notesOf(
  sql: Sql,
  contact: ContactId,
  page: PageQuestion,
): Promise<Page<ContactNote>> {
  const rows = await sql.rows<NoteRow>(
    `SELECT note.id, note.text, note.written_by, coalesce(users.name, '') AS written_by_name,
       note.created_at
     FROM contact_notes AS note LEFT JOIN users
       ON users.account = note.account AND users.id = note.written_by
     WHERE note.contact IN ${whole} ${after('note')} ORDER BY note.created_at DESC, note.id DESC LIMIT $4`,
    [contact, ...placeIn(page)],
  );
  return pageOf(rows, page.limit, placeOf, (row) => ({
    ...{ id: ContactNoteId.parse(row.id), text: row.text, createdAt: row.created_at.getTime() },
    by: ContactNote.shape.by.parse({ user: row.written_by, name: row.written_by_name }),
  }));
}

function placeIn({ cursor, limit }: PageQuestion): readonly unknown[] {
  const last = readCursor(cursor);
  return [last === null ? null : new Date(last.at), last?.id ?? '', limit + 1];
}

function placeOf({ id, created_at }: { readonly id: string; readonly created_at: Date }) {
  return { at: created_at.getTime(), id };
}

const after = (table: string): string =>
  `AND ($2::timestamptz IS NULL OR (${table}.created_at, ${table}.id) < ($2, $3::text))`;

export async function countNotes(sql: Sql, contact: ContactId): Promise<number> {
  const row = await sql.row<{ notes: number }>(
    'SELECT count(*)::int AS notes FROM contact_notes WHERE contact = $1',
    [contact],
  );
  return row?.notes ?? 0;
}

export interface Stamp {
  readonly id: string;
  readonly by: UserId | null;
  readonly at: number;
}

export async function insertNote(
  sql: Sql,
  account: AccountId,
  contact: ContactId,
  { id, by, at, text }: Stamp & { readonly text: string },
): Promise<void> {
  await sql.run(
    `INSERT INTO contact_notes (account, id, contact, text, written_by, created_at)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [account, id, contact, text, by, new Date(at)],
  );
}

/** Its text, or undefined where the contact has no such note that this person may remove. */
export async function removeNote(
  sql: Sql,
  contact: ContactId,
  note: ContactNoteId,
  writtenBy: UserId | null,
): Promise<string | undefined> {
  const row = await sql.row<{ text: string }>(
    `DELETE FROM contact_notes WHERE contact IN ${whole} AND id = $2
       AND ($3::text IS NULL OR written_by = $3) RETURNING text`,
    [contact, note, writtenBy],
  );
  return row?.text;
}

export type Recorded = Pick<ContactChange, 'act' | 'before' | 'after'>;

export async function recordChange(
  sql: Sql,
  account: AccountId,
  contact: ContactId,
  { id, by, at, ...change }: Stamp & Recorded,
): Promise<void> {
  const { act, before, after: later } = change;
  await sql.run(
    `INSERT INTO contact_changes (account, id, contact, act, before, after, changed_by, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      ...[account, id, contact, act, JSON.stringify(before), JSON.stringify(later)],
      ...[by, new Date(at)],
    ],
  );
  await keepNewestChanges(sql, contact);
}

async function keepNewestChanges(sql: Sql, contact: ContactId): Promise<void> {
  await sql.run(
    `DELETE FROM contact_changes WHERE id IN (
       SELECT id FROM contact_changes WHERE contact = $1
       ORDER BY created_at DESC, id DESC OFFSET $2)`,
    [contact, contactDetailLimits.changes],
  );
}

interface ChangeRow {
  readonly id: string;
  readonly act: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly changed_by: string | null;
  readonly changed_by_name: string;
  readonly created_at: Date;
}

/** Of a contact and its parts, the newest first. */
export async function changesOf(
  sql: Sql,
  contact: ContactId,
  page: PageQuestion,
): Promise<Page<ContactChange>> {
  const rows = await sql.rows<ChangeRow>(
    `SELECT done.*, coalesce(users.name, '') AS changed_by_name
     FROM contact_changes AS done LEFT JOIN users
       ON users.account = done.account AND users.id = done.changed_by
     WHERE done.contact IN ${whole} ${after('done')} ORDER BY done.created_at DESC, done.id DESC LIMIT $4`,
    [contact, ...placeIn(page)],
  );
  return pageOf(rows, page.limit, placeOf, (row) =>
    ContactChange.parse({
      ...{ id: ContactChangeId.parse(row.id), act: row.act, before: row.before, after: row.after },
      by: row.changed_by === null ? null : { user: row.changed_by, name: row.changed_by_name },
      createdAt: row.created_at.getTime(),
    }),
  );
}
