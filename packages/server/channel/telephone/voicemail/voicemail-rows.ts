// Rows of messages that callers leave, and their sound while it is taken. Each call is in a transaction of
// one account.
import type { Sql } from '@opportune/core/ports/records.ts';
import type { AddressAt } from '@opportune/protocol/contact/contact.ts';
import { ChannelId, MessageId, SkillId } from '@opportune/protocol/ids.ts';
import { telephoneLimits } from '@opportune/protocol/limits/telephone.ts';

/** Who leaves it, and where. */
export interface Leaving extends AddressAt {
  readonly isWithheld: boolean;
  /** Names the call. */
  readonly request: string;
  readonly skill: SkillId | null;
}

export interface Voicemail extends Leaving {
  readonly id: MessageId;
  readonly beganAt: number;
}

export async function insertVoicemail(
  sql: Sql,
  account: string,
  { id, channel, address, isWithheld, request, skill, beganAt }: Voicemail,
): Promise<void> {
  await sql.run(
    `INSERT INTO voicemails (account, id, channel, address, is_withheld, request, skill, began_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [account, id, channel, address, isWithheld, request, skill, new Date(beganAt)],
  );
}

/** The same number again changes nothing. Its bytes count at once. */
export async function appendPiece(
  sql: Sql,
  account: string,
  {
    id,
    number,
    bytes,
  }: { readonly id: MessageId; readonly number: number; readonly bytes: Uint8Array },
): Promise<void> {
  await sql.run(
    `WITH added AS (
       INSERT INTO voicemail_pieces (account, voicemail, number, bytes) VALUES ($1, $2, $3, $4)
       ON CONFLICT DO NOTHING RETURNING octet_length(bytes) AS size
     )
     UPDATE voicemails SET size_bytes = size_bytes + added.size FROM added WHERE id = $2`,
    [account, id, number, bytes],
  );
}

export async function soundOf(sql: Sql, id: MessageId): Promise<Uint8Array> {
  const rows = await sql.rows<{ bytes: Uint8Array }>(
    'SELECT bytes FROM voicemail_pieces WHERE voicemail = $1 ORDER BY number',
    [id],
  );
  return Buffer.concat(rows.map(({ bytes }) => bytes));
}

/** Its sound is kept as a file, or nothing was said. */
export async function settleVoicemail(
  sql: Sql,
  {
    id,
    at,
    sizeBytes,
  }: { readonly id: MessageId; readonly at: number; readonly sizeBytes: number },
): Promise<void> {
  await sql.run('UPDATE voicemails SET made_at = $2, size_bytes = $3 WHERE id = $1', [
    ...[id, new Date(at), sizeBytes],
  ]);
  await sql.run('DELETE FROM voicemail_pieces WHERE voicemail = $1', [id]);
}

interface Row {
  readonly id: string;
  readonly channel: string;
  readonly address: string;
  readonly is_withheld: boolean;
  readonly request: string;
  readonly skill: string | null;
  readonly began_at: Date;
}

/** Those that were taken and are not made, the oldest first: some of them, after one. */
export async function unmadeVoicemails(
  sql: Sql,
  after?: Pick<Voicemail, 'id' | 'beganAt'>,
): Promise<readonly Voicemail[]> {
  const rows = await sql.rows<Row>(
    `SELECT * FROM voicemails WHERE made_at IS NULL AND (began_at, id) > ($1, $2)
     ORDER BY began_at, id LIMIT 100`,
    [new Date(after?.beganAt ?? 0), after?.id ?? ''],
  );
  return rows.map(({ id, channel, address, is_withheld, request, skill, began_at }) => ({
    ...{ id: MessageId.parse(id), channel: ChannelId.parse(channel), address, request },
    ...{ isWithheld: is_withheld, skill: skill === null ? null : SkillId.parse(skill) },
    beganAt: began_at.getTime(),
  }));
}

/** Whether messages of a day leave room for another one. */
export async function hasRoom(
  sql: Sql,
  { channel, address, isWithheld }: Pick<Leaving, 'channel' | 'address' | 'isWithheld'>,
  since: number,
): Promise<boolean> {
  const row = await sql.row<{ all: number; bytes: number; theirs: number; withheld: number }>(
    `SELECT count(*)::integer AS all, coalesce(sum(size_bytes), 0)::float8 AS bytes,
       (count(*) FILTER (WHERE address = $2))::integer AS theirs,
       (count(*) FILTER (WHERE is_withheld))::integer AS withheld
     FROM voicemails WHERE channel = $1 AND began_at > $3`,
    [channel, address, new Date(since)],
  );
  if (row === undefined) return true;
  const { channelVoicemails, channelVoicemailBytes } = telephoneLimits;
  return (
    row.all < channelVoicemails &&
    row.bytes < channelVoicemailBytes &&
    row.theirs < telephoneLimits.numberVoicemails &&
    (!isWithheld || row.withheld < telephoneLimits.withheldVoicemails)
  );
}

/** Those that are made and count no more, and those that could not be made for so long, with their sound. */
export async function forgetVoicemails(
  sql: Sql,
  { made, unmade }: { readonly made: number; readonly unmade: number },
): Promise<void> {
  await sql.run(
    `DELETE FROM voicemails
     WHERE (made_at IS NOT NULL AND began_at < $1) OR (made_at IS NULL AND began_at < $2)`,
    [new Date(made), new Date(unmade)],
  );
}
