// Rows of recordings, and of whether an account records. Each call is in a transaction of one account.
import { z } from 'zod';
import type { Sql } from '@opportune/core/ports/records.ts';
import { type AccountId, CallId, ConversationId, RecordingId } from '@opportune/protocol/ids.ts';
import { CallRecording } from '@opportune/protocol/rest/conversation/recordings.ts';
import type { Agreement } from './recording.ts';

export interface RecordingOf {
  readonly account: AccountId;
  readonly conversation: ConversationId;
  readonly id: RecordingId;
}

/** Pieces of a file, each with its bytes and its slots of 20 ms. */
export const Parts = z.array(
  z.object({ bytes: z.number().int().positive(), slots: z.number().int().nonnegative() }),
);
export type Parts = z.infer<typeof Parts>;

export interface MadeFile {
  readonly durationMs: number;
  readonly parts: Parts;
  readonly loudness: { readonly visitor: readonly number[]; readonly team: readonly number[] };
}

interface NewRecording {
  readonly id: RecordingId;
  readonly conversation: ConversationId;
  readonly call: CallId;
  readonly agreed: Agreement;
  readonly beganAt: number;
}

export async function insertRecording(
  sql: Sql,
  account: AccountId,
  { id, conversation, call, agreed, beganAt }: NewRecording,
): Promise<void> {
  await sql.run(
    `INSERT INTO call_recordings (account, id, conversation, call, agreed_at, language, began_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [
      ...[account, id, conversation, call],
      ...[new Date(agreed.at), agreed.language, new Date(beganAt)],
    ],
  );
}

/** The parts that are about to be in the store. False: there is no such row. */
export async function noteParts(sql: Sql, { id }: OfRow, parts: Parts): Promise<boolean> {
  const changed = await sql.run(
    'UPDATE call_recordings SET parts = $2 WHERE id = $1 AND made_at IS NULL',
    [id, JSON.stringify(parts)],
  );
  return changed > 0;
}

/** Without such a row, nothing happens. */
export async function settleRecording(
  sql: Sql,
  { id }: OfRow,
  made: MadeFile & { readonly at: number },
): Promise<void> {
  const { at, durationMs, parts, loudness } = made;
  await sql.run(
    `UPDATE call_recordings SET made_at = $2, duration_ms = $3, parts = $4, loudness = $5
     WHERE id = $1`,
    [id, new Date(at), durationMs, JSON.stringify(parts), JSON.stringify(loudness)],
  );
}

/** Of a recording whose file is made, nothing happens. */
export async function forgetUnmade(sql: Sql, { id }: OfRow): Promise<void> {
  await sql.run('DELETE FROM call_recordings WHERE id = $1 AND made_at IS NULL', [id]);
}

export async function removeRecording(sql: Sql, { id }: OfRow): Promise<void> {
  await sql.run('DELETE FROM call_recordings WHERE id = $1', [id]);
}

type OfRow = Pick<RecordingOf, 'id'>;

interface Row {
  readonly id: string;
  readonly conversation: string;
  readonly call: string;
  readonly language: string;
  readonly began_at: Date;
  readonly made_at: Date | null;
  readonly duration_ms: number | null;
  readonly parts: unknown;
  readonly loudness: unknown;
}

export interface KnownRecording {
  readonly shown: CallRecording;
  /** Of an unmade file, some may be in the store. */
  readonly parts: Parts;
  readonly isMade: boolean;
}

export async function recordingsIn(
  sql: Sql,
  conversation: ConversationId,
): Promise<readonly CallRecording[]> {
  const rows = await sql.rows<Row>(
    'SELECT * FROM call_recordings WHERE conversation = $1 ORDER BY began_at, id LIMIT 100',
    [conversation],
  );
  return rows.map((row) => known(row).shown);
}

export async function findRecording(
  sql: Sql,
  { conversation, id }: Pick<RecordingOf, 'conversation' | 'id'>,
): Promise<KnownRecording | null> {
  const row = await sql.row<Row>(
    'SELECT * FROM call_recordings WHERE conversation = $1 AND id = $2',
    [conversation, id],
  );
  return row === undefined ? null : known(row);
}

/** Those without a file. */
export async function unmadeRecordings(
  sql: Sql,
  account: AccountId,
): Promise<readonly RecordingOf[]> {
  const rows = await sql.rows<Row>(
    'SELECT * FROM call_recordings WHERE made_at IS NULL ORDER BY began_at, id',
    [],
  );
  return rows.map((row) => ofRow(account, row));
}

/** Some of those that began before an instant, oldest first, with or without a file. */
export async function oldRecordings(
  sql: Sql,
  account: AccountId,
  before: number,
): Promise<readonly RecordingOf[]> {
  const rows = await sql.rows<Row>(
    'SELECT * FROM call_recordings WHERE began_at < $1 ORDER BY began_at, id LIMIT 100',
    [new Date(before)],
  );
  return rows.map((row) => ofRow(account, row));
}

function ofRow(account: AccountId, { id, conversation }: Row): RecordingOf {
  return { account, conversation: ConversationId.parse(conversation), id: RecordingId.parse(id) };
}

function known(row: Row): KnownRecording {
  const parts = Parts.parse(row.parts ?? []);
  const sizeBytes = parts.reduce((sum, { bytes }) => sum + bytes, 0);
  const file =
    row.made_at === null
      ? null
      : { durationMs: row.duration_ms ?? 0, sizeBytes, loudness: row.loudness };
  const { id, call, language } = row;
  const shown = CallRecording.parse({
    ...{ id, call: CallId.parse(call), beganAt: row.began_at.getTime(), language, file },
  });
  return { shown, parts, isMade: row.made_at !== null };
}
