// The port of conversations in PostgreSQL: reading, marks and everything stored about them.
// conversation-append.ts opens and appends, with the locks; conversations-together.ts does for many at
// once what contacts do most.
import assert from 'node:assert/strict';
import { together } from '@opportune/core/bounds/together.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type {
  AgentChoice,
  ConversationChange,
  ConversationListing,
  ConversationStore,
  Marks,
  NewMessage,
  Written,
} from '@opportune/core/ports/conversation-store.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import { agentsOnly, type Message } from '@opportune/protocol/conversation/conversation.ts';
import type { AccountId, ConversationId } from '@opportune/protocol/ids.ts';
import { appendMessages, appendOne, findMessage, openConversation } from './conversation-append.ts';
import { eraseMessages } from './conversation-erase.ts';
import { noteHolder } from './conversation-holds.ts';
import { appendSingles, readArrivals, type Single } from './conversations-together.ts';
import {
  caseState,
  choiceOf,
  type ChoiceRow,
  conversationColumns,
  type ConversationRow,
  messageOf,
  recordOf,
} from './conversation-rows.ts';

/**
 * Stores what belongs to the new messages in `written`, such as deliveries, in the same
 * transaction. `written` resolves once they are stored: what is asked before leaves with them. Returns
 * what to do after the commit. It may be called again for the same messages, if what was stored together
 * with others failed.
 */
export type Alongside = (
  sql: Sql,
  account: AccountId,
  written: Promise<readonly Written[]>,
) => Promise<(() => void) | null>;
const nothingMore: Alongside = async () => null;

/**
 * The port on a pool that row-level security binds to one account at a time. The clock dates
 * changes without a message: the end of a wrap-up.
 */
export function openConversationStore(
  records: Records,
  clock: Clock = { now: () => Date.now() },
  alongside: Alongside = nothingMore,
): ConversationStore {
  const write = { records, clock, alongside };
  const appendSingle = appendTogether(write);
  return {
    ...readArrivals(records),
    open: (account, request, conversation, messages, change = {}) =>
      opened(write, account, { request, conversation, messages, change }),
    append: (account, ...of) => {
      const single = singleOf(...of);
      return single === null ? append(write, account, ...of) : appendSingle(account, single);
    },
    erase: (account, conversation, messages) =>
      records.withAccount(account, (sql) => eraseMessages(sql, conversation, messages)),
    mark: (account, conversation, marks) =>
      records.withAccountAtOnce(account, (sql) => mark(sql, conversation, marks)),
    load: (account, id) => records.withAccountAtOnce(account, (sql) => load(sql, id)),
    find: (account, conversation, id) =>
      records.withAccountAtOnce(account, (sql) => findMessage(sql, conversation, id)),
    after: (account, conversation, reading) =>
      records.withAccount(account, (sql) => readAfter(sql, conversation, reading)),
    awayAt: (account, conversation) =>
      records.withAccount(account, (sql) => readAwayAt(sql, conversation)),
    unfinished: (account) => records.withAccount(account, readUnfinished),
    list: (account, listing) => records.withAccount(account, (sql) => list(sql, listing)),
    openCases: (account) => records.withAccount(account, countOpenCases),
    block: (account, { channel, address }, by, at) =>
      records.withAccount(account, async (sql) => {
        await sql.run(
          `INSERT INTO blocked_addresses (account, channel, address, blocked_by, at)
           VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
          [account, channel, address, by, new Date(at)],
        );
      }),
    remember: (account, choice) =>
      records.withAccount(account, (sql) => remember(sql, account, choice)),
    choices: (account) => records.withAccount(account, readChoices),
  };
}

/** Messages of contacts that are stored in one transaction. */
const singlesTogether = 100;

interface Writing {
  readonly records: Records;
  readonly clock: Clock;
  readonly alongside: Alongside;
}

/** What a contact says, if nothing else is written with it. */
function singleOf(
  conversation: ConversationId,
  messages: readonly NewMessage[],
  change: ConversationChange,
  request?: string,
): Single | null {
  const [message] = messages;
  const isSingle = messages.length === 1 && Object.keys(change).length === 0;
  if (!isSingle || message?.author.type !== 'visitor') return null;
  return { conversation, message, request };
}

async function opened(
  write: Writing,
  account: AccountId,
  opening: Parameters<typeof openConversation>[2],
): Promise<Written> {
  const [written] = await withMore(write, account, async (sql) => {
    const written = await openConversation(sql, account, opening);
    await noteChanged(write, sql, account, { ...opening, written });
    return [written];
  });
  assert.ok(written !== undefined);
  return written;
}

function appendTogether(
  write: Writing,
): (account: AccountId, of: Single) => Promise<Written | null> {
  return together<Single, Written | null>({
    most: singlesTogether,
    nameOf: ({ conversation }) => conversation,
    all: (account, singles) => withMore(write, account, async (sql) => appendSingles(sql, singles)),
    alone: (account, { conversation, message, request }) =>
      append(write, account, conversation, [message], {}, request),
  });
}

async function append(
  write: Writing,
  ...[account, conversation, messages, change, request]: Parameters<ConversationStore['append']>
): Promise<Written | null> {
  const [first] = messages;
  const alone = messages.length === 1 && request === undefined ? first : undefined;
  const inWhole = (sql: Sql): Promise<Written | null> =>
    appendMessages(sql, account, { conversation, messages, change, request });
  const writing = async (one: (sql: Sql) => Promise<Written | null>): Promise<Written | null> => {
    const [stored] = await withMore(write, account, async (sql) => {
      const written = (await one(sql)) ?? (await inWhole(sql));
      if (written !== null) await noteChanged(write, sql, account, { messages, change, written });
      return [written ?? undefined];
    });
    return stored ?? null;
  };
  if (alone === undefined) return writing(async () => null);
  try {
    return await writing((sql) => appendOne(sql, conversation, alone, change));
  } catch (error) {
    // The same message came twice at once. Now the first is visible.
    if (!isTwice(error)) throw error;
    return writing(async () => null);
  }
}

/** Who owns it, where that may have changed. */
async function noteChanged(
  { clock }: Writing,
  sql: Sql,
  account: AccountId,
  of: {
    readonly messages: readonly NewMessage[];
    readonly change: ConversationChange;
    readonly written: Written;
  },
): Promise<void> {
  const { messages, change, written } = of;
  if (change.status === undefined && change.agent === undefined) return;
  await noteHolder(sql, account, written.record, messages.at(-1)?.at ?? clock.now());
}

/** Undefined: nothing was written for it. */
async function withMore(
  { records, alongside }: Pick<Writing, 'records' | 'alongside'>,
  account: AccountId,
  write: (sql: Sql) => Promise<readonly (Written | undefined)[]>,
): Promise<readonly (Written | undefined)[]> {
  const { all, stored } = await records.withAccountOften(account, async (sql) => {
    const writing = write(sql);
    const more = writing.then(withNew);
    more.catch(() => {});
    const [all, stored] = await Promise.all([writing, alongside(sql, account, more)]);
    return { all, stored };
  });
  stored?.();
  return all;
}

function withNew(all: readonly (Written | undefined)[]): readonly Written[] {
  return all
    .filter((each) => each !== undefined)
    .filter(({ messages }) => messages.some(({ repeat }) => !repeat));
}

async function readUnfinished(sql: Sql): Promise<readonly Conversation[]> {
  const rows = await sql.rows<ConversationRow>(
    `SELECT * FROM conversations WHERE status IN ('waiting', 'active', 'resting', 'wrap-up')
     ORDER BY queued_at, id`,
  );
  return rows.map(recordOf);
}

async function countOpenCases(sql: Sql): Promise<number> {
  const row = await sql.row<{ open: number }>(
    `SELECT count(*)::int AS open FROM conversations WHERE status = 'message' AND ${caseState} = 'open'`,
  );
  return row?.open ?? 0;
}

async function readChoices(sql: Sql): ReturnType<ConversationStore['choices']> {
  const rows = await sql.rows<ChoiceRow>(
    `SELECT c.agent, c.state, c.since, c.reason, c.chosen, c.chosen_reason, coalesce(u.name, c.name) AS name,
       coalesce(u.kind, 'person') AS kind, coalesce(u.room, c.room) AS room, coalesce(u.disabled, false) AS disabled
     FROM agent_choices c LEFT JOIN users u ON u.account = c.account AND u.id = c.agent
     ORDER BY c.agent`,
  );
  return rows.map(choiceOf);
}

async function mark(
  sql: Sql,
  conversation: ConversationId,
  marks: Partial<Marks>,
): Promise<Conversation | null> {
  const row = await sql.often<ConversationRow>(
    `UPDATE conversations SET
       visitor_delivered = least(last_sequence, greatest(visitor_delivered, $2)),
       visitor_read = least(last_sequence, greatest(visitor_read, $3)),
       agent_delivered = least(last_sequence, greatest(agent_delivered, $4)),
       agent_read = least(last_sequence, greatest(agent_read, $5))
     WHERE id = $1 RETURNING ${conversationColumns}`,
    [
      conversation,
      marks.visitorDelivered ?? 0,
      marks.visitorRead ?? 0,
      marks.agentDelivered ?? 0,
      marks.agentRead ?? 0,
    ],
  );
  return row === undefined ? null : recordOf(row);
}

async function load(sql: Sql, id: ConversationId): Promise<Conversation | null> {
  const row = await sql.often<ConversationRow>(
    `SELECT ${conversationColumns} FROM conversations WHERE id = $1`,
    [id],
  );
  return row === undefined ? null : recordOf(row);
}

async function readAfter(
  sql: Sql,
  conversation: ConversationId,
  { after, notes, limit }: Parameters<ConversationStore['after']>[2],
): Promise<readonly Message[]> {
  const rows = await sql.rows<object>(
    `SELECT * FROM messages WHERE conversation = $1 AND sequence > $2 AND ($3 OR NOT body->>'type' = ANY($5))
     ORDER BY sequence LIMIT $4`,
    [conversation, after, notes, limit, agentsOnly],
  );
  return rows.map(messageOf);
}

/** Few messages lie behind the newest one, and the index of their numbers is read backwards. */
async function readAwayAt(sql: Sql, conversation: ConversationId): Promise<number | null> {
  const row = await sql.row<{ at: Date }>(
    `SELECT at FROM messages WHERE conversation = $1 AND body->>'automatic' = 'away'
     ORDER BY sequence DESC LIMIT 1`,
    [conversation],
  );
  return row?.at.getTime() ?? null;
}

async function list(
  sql: Sql,
  { status, channel, address, contact, caseState: wanted, before, limit }: ConversationListing,
): Promise<readonly Conversation[]> {
  const rows = await sql.rows<ConversationRow>(
    `SELECT * FROM conversations
     WHERE ($1::text IS NULL OR status = $1) AND ($2::text IS NULL OR channel = $2)
       AND ($3::timestamptz IS NULL OR (started_at, id) < ($3, $4::text))
       AND ($6::text IS NULL OR ${caseState} = $6)
       AND ($7::text IS NULL OR address = $7) AND ($8::text IS NULL OR contact = $8)
     ORDER BY started_at DESC, id DESC LIMIT $5`,
    [
      status ?? null,
      channel ?? null,
      before === null ? null : new Date(before.at),
      before?.id ?? '',
      limit,
      wanted ?? null,
      address ?? null,
      contact ?? null,
    ],
  );
  return rows.map(recordOf);
}

async function remember(
  sql: Sql,
  account: string,
  { user, name, room, state, reason, since, chosen }: AgentChoice,
): Promise<void> {
  await sql.run(
    `INSERT INTO agent_choices (account, agent, name, room, state, since, reason, chosen, chosen_reason)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     ON CONFLICT (account, agent) DO UPDATE SET
       name = excluded.name, room = excluded.room, state = excluded.state, since = excluded.since,
       reason = excluded.reason, chosen = excluded.chosen, chosen_reason = excluded.chosen_reason`,
    [
      account,
      user,
      name,
      room,
      state,
      new Date(since),
      reason,
      chosen?.state ?? null,
      chosen?.reason ?? null,
    ],
  );
  await sql.run(
    `INSERT INTO agent_states (account, agent, since, state, reason) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (account, agent, since) DO UPDATE SET state = excluded.state, reason = excluded.reason`,
    [account, user, new Date(since), state, reason],
  );
}

/** PostgreSQL's unique_violation. */
function isTwice(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '23505';
}
