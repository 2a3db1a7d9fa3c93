// Rows of channels: the configured ways to reach people of an account. What is in their settings and
// their capabilities is their kind's to parse; the secret is sealed before it comes here.
import { rowFields } from '@opportune/core/ports/row-values.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import { Capabilities } from '@opportune/protocol/channel/capabilities.ts';
import { Translations } from '@opportune/protocol/campaign/translations.ts';
import { AccountId, ChannelId, SkillId } from '@opportune/protocol/ids.ts';
import { z } from 'zod';

const StoredChannel = z.object({
  id: ChannelId,
  kind: z.string(),
  /** Empty: as its kind is called. */
  name: z.string(),
  /** Empty: that of its kind. */
  icon: z.string(),
  state: z.enum(['connected', 'reconnect', 'paused']),
  lastError: z.string().nullable(),
  settings: z.record(z.string(), z.json()),
  /** Null: those of its kind. */
  capabilities: Capabilities.nullable(),
  /** Sealed. */
  secret: z.string().nullable(),
  /** Of conversations that begin in it. */
  skill: SkillId.nullable(),
  /** Hours of silence after which its conversations are over; null: as its kind says. */
  closesAfterH: z.number().int().positive().nullable(),
  greeting: z.string(),
  away: z.string(),
  /** Of both. */
  translations: Translations,
  /** How the provider's links name it. Null: not told. */
  entry: z.string().nullable(),
  revision: z.number().int().positive(),
  createdAt: z.number(),
});
export type StoredChannel = Readonly<z.infer<typeof StoredChannel>>;

/** What is said of a new one; the rest is as usual. */
export type NewChannel = Pick<StoredChannel, 'id' | 'kind' | 'createdAt'> & ChannelChange;
export type ChannelChange = {
  readonly [Name in Changed]?: StoredChannel[Name] | undefined;
};
type Changed = Exclude<keyof StoredChannel, 'id' | 'kind' | 'revision' | 'createdAt'>;

const fields = rowFields(StoredChannel.shape);

/** The oldest first. */
export async function listChannels(sql: Sql): Promise<readonly StoredChannel[]> {
  const rows = await sql.rows<object>(
    `SELECT ${fields.columns} FROM channels ORDER BY created_at, id`,
  );
  return rows.map((row) => StoredChannel.parse(fields.valuesOf(row)));
}

export async function findChannel(sql: Sql, id: ChannelId): Promise<StoredChannel | null> {
  return parsed(
    await sql.often<object>(`SELECT ${fields.columns} FROM channels WHERE id = $1`, [id]),
  );
}

/** Whosever it is, as a provider asks for it. */
export async function findAsked(
  records: Pick<Records, 'lookUp'>,
  id: ChannelId,
): Promise<{ readonly account: AccountId; readonly stored: StoredChannel } | null> {
  const [row] = await records.lookUp<{ readonly account: string }>(
    `SELECT account, ${fields.columns} FROM asked_channel($1)`,
    [id],
  );
  const stored = parsed(row);
  return row === undefined || stored === null
    ? null
    : { account: AccountId.parse(row.account), stored };
}

/** Null where the account has one of this id. */
export async function insertChannel(
  sql: Sql,
  account: string,
  { id, kind, createdAt, ...more }: NewChannel,
): Promise<StoredChannel | null> {
  const made = await sql.run(
    `INSERT INTO channels (account, id, kind, created_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT DO NOTHING`,
    [account, id, kind, new Date(createdAt)],
  );
  return made === 0 ? null : changeChannel(sql, id, more, { isNew: true });
}

/** A later revision, but for a new one; null where there is none. What is not named stays. */
export async function changeChannel(
  sql: Sql,
  id: ChannelId,
  change: ChannelChange,
  { isNew = false } = {},
): Promise<StoredChannel | null> {
  const set = Object.entries(change).filter(([, value]) => value !== undefined);
  const assignments = set.map(
    ([name], at) => `${columnOf[name as keyof ChannelChange]} = $${at + 3}`,
  );
  return parsed(
    await sql.row<object>(
      `UPDATE channels SET ${['revision = revision + $2', ...assignments].join(', ')}
       WHERE id = $1 RETURNING ${fields.columns}`,
      [id, isNew ? 0 : 1, ...set.map(([, value]) => storedOf(value))],
    ),
  );
}

/** Its credentials failed. False where it is not connected, or was changed since that revision. */
export async function stopChannel(
  sql: Sql,
  id: ChannelId,
  { revision, detail }: { readonly revision: number; readonly detail: string },
): Promise<boolean> {
  const stopped = await sql.run(
    `UPDATE channels SET state = 'reconnect', last_error = $3, revision = revision + 1
     WHERE id = $1 AND revision = $2 AND state = 'connected'`,
    [id, revision, detail],
  );
  return stopped > 0;
}

/** Whether there was one. Its conversations stay. */
export async function deleteChannel(sql: Sql, id: ChannelId): Promise<boolean> {
  return (await sql.run('DELETE FROM channels WHERE id = $1', [id])) > 0;
}

const columnOf = {
  name: 'name',
  icon: 'icon',
  state: 'state',
  lastError: 'last_error',
  settings: 'settings',
  capabilities: 'capabilities',
  secret: 'secret',
  skill: 'skill',
  closesAfterH: 'closes_after_h',
  greeting: 'greeting',
  away: 'away',
  translations: 'translations',
  entry: 'entry',
} as const satisfies Record<keyof ChannelChange, string>;

function storedOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}

function parsed(row: object | undefined): StoredChannel | null {
  return row === undefined ? null : StoredChannel.parse(fields.valuesOf(row));
}
