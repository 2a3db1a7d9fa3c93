// Rows of promises to call back. Times are ms since 1970.
import { isOver, type Promised } from '@opportune/core/callback/promise.ts';
import type { Sql } from '@opportune/core/ports/records.ts';
import { dayMs } from '@opportune/core/world/local-time.ts';
import { AddressAt } from '@opportune/protocol/contact/contact.ts';
import {
  Callback,
  type CallbackSlot,
  type CallbackState,
  type CallbackWay,
} from '@opportune/protocol/conversation/callback.ts';
import {
  type AccountId,
  CallbackId,
  ChannelId,
  ConversationId,
  SkillId,
  UserId,
} from '@opportune/protocol/ids.ts';
import { callbackLimits } from '@opportune/protocol/limits/callbacks.ts';
import { z } from 'zod';

const Row = z.object({
  id: CallbackId,
  conversation: ConversationId.nullable(),
  skill: SkillId.nullable(),
  way: z.enum(['browser', 'telephone']),
  number: z.string().nullable(),
  byChannel: ChannelId.nullable(),
  state: z.enum([...Callback.shape.state.options, 'reserved']),
  isNow: z.boolean(),
  from: z.number(),
  until: z.number(),
  dueAt: z.number().nullable(),
  triedSince: z.number(),
  attempts: z.number(),
  calledAt: z.array(z.number()).readonly(),
  firstRungAt: z.number().nullable(),
  overAt: z.number().nullable(),
  madeAt: z.number(),
  wantedBy: UserId.nullable(),
  turn: z.number(),
  language: z.string().nullable(),
  timeZone: z.string().nullable(),
  isSilent: z.boolean(),
});

/** A promise whose conversation is stored. */
export type CallbackRow = Omit<z.infer<typeof Row>, 'conversation' | 'state'> & {
  readonly conversation: ConversationId;
  readonly state: CallbackState;
};

const ms = (column: string, name: string) =>
  `(extract(epoch FROM ${column}) * 1000)::float8 AS "${name}"`;
const columns = `id, conversation, skill, way, number, by_channel AS "byChannel", state,
  is_now AS "isNow", ${ms('slot_from', 'from')}, ${ms('slot_until', 'until')}, ${ms('due_at', 'dueAt')},
  ${ms('tried_since', 'triedSince')}, attempts,
  ARRAY(SELECT (extract(epoch FROM at) * 1000)::float8 FROM unnest(called_at) AS at) AS "calledAt",
  ${ms('first_rung_at', 'firstRungAt')},
  ${ms('over_at', 'overAt')}, ${ms('made_at', 'madeAt')}, wanted_by AS "wantedBy", turn, language,
  time_zone AS "timeZone", is_silent AS "isSilent"`;

export interface Reservation {
  readonly id: CallbackId;
  readonly at: AddressAt;
  readonly request: string;
  readonly skill: SkillId | null;
  readonly way: CallbackWay;
  /** The channel by which a number is called. */
  readonly byChannel: ChannelId | null;
  readonly isNow: boolean;
  readonly slot: CallbackSlot;
  readonly madeAt: number;
  readonly reads: Reader | null;
  /** Only who is known to have the address is written to. */
  readonly isSilent: boolean;
}

/** How somebody reads what is sent to them. */
export interface Reader {
  readonly language: string;
  /** Null: not known. */
  readonly timeZone: string | null;
}

export async function insertReservation(
  sql: Sql,
  account: AccountId,
  of: Reservation,
): Promise<void> {
  const from = new Date(of.slot.from);
  await sql.run(
    `INSERT INTO callbacks (account, id, channel, address, request, skill, way, number, by_channel, state,
       is_now, slot_from, slot_until, due_at, tried_since, made_at, language, time_zone,
       is_silent)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'reserved', $10, $11, $12, $11, $11, $13, $14, $15, $16)`,
    [
      ...[account, of.id, of.at.channel, of.at.address, of.request, of.skill, of.way.type],
      ...[of.way.type === 'telephone' ? of.way.number : null, of.byChannel, of.isNow],
      ...[from, new Date(of.slot.until), new Date(of.madeAt)],
      ...[of.reads?.language ?? null, of.reads?.timeZone ?? null],
      of.isSilent,
    ],
  );
}

export async function forgetReservation(sql: Sql, id: CallbackId): Promise<void> {
  await sql.run("DELETE FROM callbacks WHERE id = $1 AND state = 'reserved'", [id]);
}

/** Whether another promise calls a number just now, and from when it was not called too often in a day. */
export async function findNumber(
  sql: Sql,
  { id, number }: Pick<CallbackRow, 'id' | 'number'>,
): Promise<{ readonly isCalled: boolean; readonly freeFrom: number }> {
  const row = await sql.row<{ isCalled: boolean; oldest: number | null }>(
    `SELECT EXISTS (SELECT FROM callbacks
         WHERE number = $1 AND id <> $2 AND state IN ('offered', 'ringing')) AS "isCalled",
       (SELECT ${ms('at', 'at')} FROM callbacks, unnest(called_at) AS at WHERE number = $1
         ORDER BY 1 DESC OFFSET $3 LIMIT 1) AS oldest`,
    [number, id, callbackLimits.triesOfNumber - 1],
  );
  const oldest = row?.oldest ?? null;
  return { isCalled: row?.isCalled === true, freeFrom: oldest === null ? 0 : oldest + dayMs };
}

/** Whether the e-mail address $1 is one of the contact's own: they wrote from it, or it was joined to them. */
const isTheirs = `EXISTS (SELECT FROM contact_addresses AS a
  JOIN channels AS k ON k.account = a.account AND k.id = a.channel AND k.kind = 'email'
  WHERE a.account = c.account AND a.contact = c.contact AND lower(a.address) = lower($1))`;

/**
 * Whether the address belongs to the contact of a promise, and of how many promises of others it was told
 * that were made in the day before.
 */
export async function readLetters(
  sql: Sql,
  address: string,
  { id, madeAt }: Pick<CallbackRow, 'id' | 'madeAt'>,
): Promise<{ readonly isTheirs: boolean; readonly earlier: number }> {
  const row = await sql.row<{ isTheirs: boolean; earlier: number }>(
    `SELECT coalesce(bool_or(b.id = $4 AND ${isTheirs}), false) AS "isTheirs",
       count(*) FILTER (WHERE b.id <> $4 AND NOT b.is_silent AND NOT ${isTheirs})::int AS earlier
     FROM callbacks AS b
     JOIN conversations AS c ON c.account = b.account AND c.id = b.conversation
     WHERE b.made_at > $2 AND (b.made_at, b.id) <= ($3, $4)
       AND b.language IS NOT NULL AND lower(c.reply_to) = lower($1)`,
    [address, new Date(madeAt - dayMs), new Date(madeAt), id],
  );
  return row ?? { isTheirs: false, earlier: 0 };
}

/** Notes that something about a promise leaves. False: it was noted before, so that it may have left. */
export async function noteSent(sql: Sql, id: CallbackId, what: string): Promise<boolean> {
  const noted = await sql.run(
    'UPDATE callbacks SET sent = sent || $2::text WHERE id = $1 AND $2 <> ALL (sent)',
    [id, what],
  );
  return noted > 0;
}

/** It did not leave. */
export async function forgetSent(sql: Sql, id: CallbackId, what: string): Promise<void> {
  await sql.run('UPDATE callbacks SET sent = array_remove(sent, $2) WHERE id = $1', [id, what]);
}

/** Promises in slots to call a number that were made in the day before this one. */
export async function countEarlierTexts(
  sql: Sql,
  number: string,
  { id, madeAt }: Pick<CallbackRow, 'id' | 'madeAt'>,
): Promise<number> {
  const row = await sql.row<{ count: number }>(
    `SELECT count(*)::int AS count FROM callbacks
     WHERE number = $1 AND made_at > $2 AND (made_at, id) < ($3, $4) AND NOT is_now
       AND conversation IS NOT NULL`,
    [number, new Date(madeAt - dayMs), new Date(madeAt), id],
  );
  return row?.count ?? 0;
}

/** The request of what is only reserved. */
export async function findReservation(
  sql: Sql,
  id: CallbackId,
): Promise<{ readonly at: AddressAt; readonly request: string } | null> {
  const row = await sql.row<{ channel: string; address: string; request: string }>(
    "SELECT channel, address, request FROM callbacks WHERE id = $1 AND state = 'reserved'",
    [id],
  );
  if (row === undefined) return null;
  return { at: AddressAt.parse(row), request: row.request };
}

/** The promise of a request, also while it is only reserved. */
export async function findReserved(
  sql: Sql,
  { channel, address }: AddressAt,
  request: string,
): Promise<CallbackId | null> {
  const row = await sql.row<{ id: string }>(
    'SELECT id FROM callbacks WHERE channel = $1 AND address = $2 AND request = $3',
    [channel, address, request],
  );
  return row === undefined ? null : CallbackId.parse(row.id);
}

/** How many are not over: of the account, and at an address. */
export async function countOpen(
  sql: Sql,
  { channel, address }: AddressAt,
): Promise<{ readonly all: number; readonly own: number }> {
  const row = await sql.row<{ all: number; own: number }>(
    `SELECT count(*)::int AS "all", count(*) FILTER (WHERE channel = $1 AND address = $2)::int AS own
     FROM callbacks WHERE over_at IS NULL`,
    [channel, address],
  );
  return row ?? { all: 0, own: 0 };
}

/** Open promises in slots, by the beginning of their slot and by skill. */
export async function promisedBySlot(
  sql: Sql,
): Promise<ReadonlyMap<number, ReadonlyMap<SkillId | null, number>>> {
  const rows = await sql.rows<{ from: number; skill: string | null; count: number }>(
    `SELECT ${ms('slot_from', 'from')}, skill, count(*)::int AS count FROM callbacks
     WHERE over_at IS NULL AND NOT is_now GROUP BY slot_from, skill`,
  );
  const skillOf = (skill: string | null) => (skill === null ? null : SkillId.parse(skill));
  return new Map(
    [...Map.groupBy(rows, ({ from }) => from)].map(([from, slot]) => [
      from,
      new Map(slot.map(({ skill, count }) => [skillOf(skill), count])),
    ]),
  );
}

/** A reservation becomes a promise. False: it is one already, or is gone. */
export async function promiseReserved(
  sql: Sql,
  id: CallbackId,
  conversation: ConversationId,
): Promise<boolean> {
  const row = await sql.row(
    `UPDATE callbacks SET conversation = $2, state = 'promised'
     WHERE id = $1 AND state = 'reserved' RETURNING id`,
    [id, conversation],
  );
  return row !== undefined;
}

export async function findCallback(
  sql: Sql,
  id: CallbackId,
  isLocked = false,
): Promise<CallbackRow | null> {
  const row = await sql.row<object>(
    `SELECT ${columns} FROM callbacks WHERE id = $1${isLocked ? ' FOR UPDATE' : ''}`,
    [id],
  );
  return row === undefined ? null : parsed(row);
}

/** The newest promise of a conversation. */
export async function findInConversation(
  sql: Sql,
  conversation: ConversationId,
): Promise<CallbackRow | null> {
  const row = await sql.row<object>(
    `SELECT ${columns} FROM callbacks WHERE conversation = $1 ORDER BY made_at DESC, id LIMIT 1`,
    [conversation],
  );
  return row === undefined ? null : parsed(row);
}

/** All that wait for their time or an agent. No step of them is stored before this transaction ends. */
export async function findWaiting(sql: Sql): Promise<readonly CallbackRow[]> {
  const rows = await sql.rows<object>(
    `SELECT ${columns} FROM callbacks WHERE over_at IS NULL AND state IN ('promised', 'offered')
     ORDER BY id FOR UPDATE`,
    [],
  );
  return rows.flatMap((row) => parsed(row) ?? []);
}

/** Withdraws them, each with a turn of its own, as `saveStep` does one by one. */
export async function saveWithdrawn(
  sql: Sql,
  ids: readonly CallbackId[],
  overAt: number,
): Promise<void> {
  await sql.run(
    `UPDATE callbacks SET state = 'withdrawn', due_at = NULL, over_at = $2, turn = turn + 1
     WHERE id = ANY ($1)`,
    [ids, new Date(overAt)],
  );
}

/** Open ones, soonest first; or those that are over, newest first. */
export async function listCallbacks(
  sql: Sql,
  { isOver: over, limit }: { readonly isOver: boolean; readonly limit: number },
): Promise<readonly CallbackRow[]> {
  const rows = await sql.rows<object>(
    `SELECT ${columns} FROM callbacks WHERE state <> 'reserved' AND (over_at IS NOT NULL) = $1
     ORDER BY ${over ? 'over_at DESC' : 'coalesce(due_at, slot_from)'}, id LIMIT $2`,
    [over, limit],
  );
  return rows.flatMap((row) => parsed(row) ?? []);
}

/** Of that list, as many as are counted. */
export async function countCallbacks(sql: Sql, over: boolean): Promise<number> {
  const row = await sql.row<{ count: number }>(
    `SELECT count(*)::int AS count FROM (SELECT FROM callbacks
       WHERE state <> 'reserved' AND (over_at IS NOT NULL) = $1 LIMIT $2) AS counted`,
    [over, callbackLimits.counted],
  );
  return row?.count ?? 0;
}

export async function saveStep(
  sql: Sql,
  { id, turn, wantedBy, isNow }: Pick<CallbackRow, 'id' | 'turn' | 'wantedBy' | 'isNow'>,
  { state, from, until, dueAt, triedSince, attempts, calledAt, firstRungAt, overAt }: Promised,
): Promise<void> {
  await sql.run(
    `UPDATE callbacks SET state = $2, slot_from = $3, slot_until = $4, due_at = $5, tried_since = $6,
       attempts = $7, first_rung_at = $8, over_at = $9, turn = $10, wanted_by = $11, is_now = $12,
       called_at = $13 WHERE id = $1`,
    [
      ...[id, state, new Date(from), new Date(until), instant(dueAt), new Date(triedSince)],
      ...[attempts, instant(firstRungAt), instant(overAt), turn, wantedBy, isNow],
      calledAt.map((at) => new Date(at)),
    ],
  );
}

export function shownCallback(row: CallbackRow): Callback {
  const { id, conversation, skill, state, isNow, from, until, attempts, madeAt } = row;
  const way: CallbackWay =
    row.number === null ? { type: 'browser' } : { type: 'telephone', number: row.number };
  return {
    ...{ id, conversation, skill, way, state, isNow, from, until, attempts, madeAt },
    ...{ dueAt: isOver(row) ? null : row.dueAt, firstRungAt: row.firstRungAt, overAt: row.overAt },
  };
}

/** Null: it is only reserved. */
function parsed(row: object): CallbackRow | null {
  const { conversation, state, ...rest } = Row.parse(row);
  return conversation === null || state === 'reserved' ? null : { ...rest, conversation, state };
}

function instant(at: number | null): Date | null {
  return at === null ? null : new Date(at);
}
