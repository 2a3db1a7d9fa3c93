// What is known about files, in the records store. Each call is one transaction of one account.
import type { Attachment } from '@opportune/protocol/conversation/attachment.ts';
import {
  Attachment as AttachmentSchema,
  AttachmentKey,
} from '@opportune/protocol/conversation/attachment.ts';
import type { Sql } from '@opportune/core/ports/records.ts';
import type { AccountId, ConversationId, MessageId } from '@opportune/protocol/ids.ts';
import type { Examined } from '@opportune/core/attachment/examine.ts';

/** A file, identified by the message that carries it. */
export interface FileOf {
  readonly account: AccountId;
  readonly conversation: ConversationId;
  readonly message: MessageId;
}

/** The sender: an agent's user id; or a visitor's id, or a contact's on a channel without visitors. */
export type Sender = { readonly agent: string } | { readonly visitor: string };

export interface KnownFile {
  readonly sender: Sender;
  readonly name: string;
  readonly key: AttachmentKey;
  readonly begunAt: number;
  /** Null until its bytes are stored. */
  readonly stored: Attachment | null;
}

interface Row {
  readonly account: string;
  readonly place: string;
  readonly visitor: string | null;
  readonly agent: string | null;
  readonly name: string;
  readonly begun_at: Date;
  readonly media_type: string | null;
  readonly size_bytes: number | null;
  readonly width: number | null;
  readonly height: number | null;
}

export async function findFile(sql: Sql, file: FileOf): Promise<KnownFile | null> {
  const row = await sql.row<Row>('SELECT * FROM attachments WHERE conversation = $1 AND id = $2', [
    file.conversation,
    file.message,
  ]);
  return row === undefined ? null : knownFile(row);
}

interface BegunFile {
  readonly place: string;
  readonly sender: Sender;
  readonly name: string;
  readonly at: number;
}

/** Notes that a file will come. A known one stays unchanged. */
export async function beginFile(sql: Sql, file: FileOf, made: BegunFile): Promise<void> {
  const { sender } = made;
  await sql.run(
    `INSERT INTO attachments (account, conversation, id, place, visitor, agent, name, begun_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING`,
    [
      ...[file.account, file.conversation, file.message, made.place],
      'visitor' in sender ? sender.visitor : null,
      'agent' in sender ? sender.agent : null,
      ...[made.name, new Date(made.at)],
    ],
  );
}

interface SettledFile {
  readonly examined: Examined;
  readonly name: string;
  readonly sha256: Uint8Array;
  readonly at: number;
}

/** Its bytes are stored. */
export async function settleFile(sql: Sql, file: FileOf, stored: SettledFile): Promise<void> {
  const { mediaType, bytes, picture } = stored.examined;
  await sql.run(
    `UPDATE attachments SET stored_at = $3, media_type = $4, size_bytes = $5, sha256 = $6,
       width = $7, height = $8, name = $9
     WHERE conversation = $1 AND id = $2`,
    [
      ...[file.conversation, file.message, new Date(stored.at), mediaType, bytes.length],
      ...[stored.sha256, picture?.width ?? null, picture?.height ?? null, stored.name],
    ],
  );
}

interface Sound {
  readonly place: string;
  readonly visitor: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly sha256: Uint8Array;
  readonly at: number;
}

/** Of a file whose bytes are stored. A known one stays unchanged. */
export async function insertSound(sql: Sql, file: FileOf, sound: Sound): Promise<void> {
  const { place, visitor, name, sizeBytes, sha256, at } = sound;
  await sql.run(
    `INSERT INTO attachments (account, conversation, id, place, visitor, name, begun_at, stored_at,
       media_type, size_bytes, sha256)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $7, 'audio/wav', $8, $9) ON CONFLICT DO NOTHING`,
    [
      ...[file.account, file.conversation, file.message, place, visitor, name, new Date(at)],
      ...[sizeBytes, sha256],
    ],
  );
}

/** Some of those that began before an instant, the oldest first. */
export async function oldSounds(sql: Sql, before: number): Promise<readonly Unsent[]> {
  const rows = await sql.rows<Row & { conversation: string; id: string }>(
    `SELECT * FROM attachments WHERE media_type = 'audio/wav' AND begun_at < $1
     ORDER BY begun_at LIMIT 1000`,
    [new Date(before)],
  );
  return rows.map((row) => ({ conversation: row.conversation, id: row.id, key: keyOf(row) }));
}

export interface Sent {
  /** Of the visitor. */
  readonly files: number;
  readonly bytes: number;
  /** Of all visitors. */
  readonly allBytes: number;
}

/** What visitors have sent since an instant. */
export async function sentBy(sql: Sql, visitor: string, since: number): Promise<Sent> {
  const row = await sql.row<Sent>(
    `SELECT (count(*) FILTER (WHERE visitor = $1))::integer AS files,
       coalesce(sum(size_bytes) FILTER (WHERE visitor = $1), 0)::float8 AS bytes,
       coalesce(sum(size_bytes), 0)::float8 AS "allBytes"
     FROM attachments WHERE visitor IS NOT NULL AND begun_at > $2`,
    [visitor, new Date(since)],
  );
  return row ?? { files: 0, bytes: 0, allBytes: 0 };
}

export interface Unsent {
  readonly conversation: string;
  readonly id: string;
  readonly key: AttachmentKey;
}

/** Some of the files begun before an instant that no message carries, or only one that was deleted. */
export async function unsentFiles(sql: Sql, before: number, limit: number): Promise<Unsent[]> {
  const rows = await sql.rows<Row & { conversation: string; id: string }>(
    `SELECT * FROM attachments AS file WHERE begun_at < $1 AND NOT EXISTS (
       SELECT 1 FROM messages WHERE messages.account = file.account
         AND messages.conversation = file.conversation AND messages.id = file.id
         AND NOT messages.body ? 'erased')
     ORDER BY begun_at LIMIT $2`,
    [new Date(before), limit],
  );
  return rows.map((row) => ({ conversation: row.conversation, id: row.id, key: keyOf(row) }));
}

export async function forgetFile(sql: Sql, { conversation, id }: Unsent): Promise<void> {
  await sql.run('DELETE FROM attachments WHERE conversation = $1 AND id = $2', [conversation, id]);
}

function knownFile(row: Row): KnownFile {
  return {
    sender: row.agent === null ? { visitor: row.visitor ?? '' } : { agent: row.agent },
    name: row.name,
    key: keyOf(row),
    begunAt: row.begun_at.getTime(),
    stored: row.media_type === null ? null : attachmentOf(row),
  };
}

function keyOf({ account, place }: Row): AttachmentKey {
  return AttachmentKey.parse(`${account}/${place}`);
}

function attachmentOf({ name, media_type, size_bytes, width, height }: Row): Attachment {
  return AttachmentSchema.parse({
    type: 'attachment',
    name,
    mediaType: media_type,
    sizeBytes: size_bytes,
    ...(width === null || height === null ? {} : { picture: { width, height } }),
  });
}

/** Any agent of the account may act for another until one of them sends it. */
export function isBy({ sender }: KnownFile, by: Sender): boolean {
  if ('visitor' in sender) return 'visitor' in by && by.visitor === sender.visitor;
  return 'agent' in by;
}
