// The port of conversations in PostgreSQL: reading, marks and everything stored about them.
// conversation-append.ts opens and appends, with the locks.
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type {
  AgentChoice,
  ConversationListing,
  ConversationStore,
  Marks,
  Written,
} from '@opportune/core/ports/conversation-store.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import { agentsOnly, type Message } from '@opportune/protocol/conversation/conversation.ts';
import type { AccountId, ConversationId } from '@opportune/protocol/ids.ts';
import {
  appendMessages,
  appendOne,
  findByRequest,
  findMessage,
  openConversation,
} from './conversation-append.ts';
import { eraseMessages } from './conversation-erase.ts';
import { noteHolder } from './conversation-holds.ts';
import {
  caseState,
  choiceOf,
  type ChoiceRow,
  type ConversationRow,
  messageOf,
  recordOf,
} from './conversation-rows.ts';

/**
 * Stores what belongs to the new messages in `written`, such as deliveries, in the same
 * transaction. Returns what to do after the commit.
 */
export type Alongside = (
  sql: Sql,
  account: AccountId,
  written: Written,
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
  return {
    open: (account, request, conversation, messages) =>
      withMore(records, account, alongside, (sql) =>
        openConversation(sql, account, { request, conversation, messages }),
      ),
    append: (...of) => append(records, clock, alongside, ...of),
    erase: (account, conversation, messages) =>
      records.withAccount(account, (sql) => eraseMessages(sql, conversation, messages)),
    mark: (account, conversation, marks) =>
      records.withAccount(account, (sql) => mark(sql, conversation, marks)),
    load: (account, id) => records.withAccount(account, (sql) => load(sql, id)),
    byRequest: (account, at, request) =>
      records.withAccount(account, (sql) => findByRequest(sql, at, request)),
    find: (account, conversation, id) =>
      records.withAccount(account, (sql) => findMessage(sql, conversation, id)),
    after: (account, conversation, reading) =>
      records.withAccount(account, (sql) => readAfter(sql, conversation, reading)),
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
    isBlocked: (account, { channel, address }) =>
      records.withAccount(account, (sql) =>
        isThere(sql, 'SELECT 1 FROM blocked_addresses WHERE channel = $1 AND address = $2', [
          channel,
          address,
        ]),
      ),
    remember: (account, choice) =>
      records.withAccount(account, (sql) => remember(sql, account, choice)),
    choices: (account) => records.withAccount(account, readChoices),
  };
}

async function append(
  records: Records,
  clock: Clock,
  alongside: Alongside,
  ...[account, conversation, messages, change, request]: Parameters<ConversationStore['append']>
): Promise<Written | null> {
  const [first] = messages;
  const alone = messages.length === 1 && request === undefined ? first : undefined;
  const inWhole = (sql: Sql): Promise<Written | null> =>
    appendMessages(sql, account, { conversation, messages, change, request });
  const write = (one: (sql: Sql) => Promise<Written | null>): Promise<Written | null> =>
    withMore(records, account, alongside, async (sql) => {
      const written = (await one(sql)) ?? (await inWhole(sql));
      if (written !== null && (change.status !== undefined || change.agent !== undefined))
        await noteHolder(sql, account, written.record, messages.at(-1)?.at ?? clock.now());
      return written;
    });
  if (alone === undefined) return write(async () => null);
  try {
    return await write((sql) => appendOne(sql, conversation, alone, change));
  } catch (error) {
    // The same message came twice at once. Now the first is visible.
    if (!isTwice(error)) throw error;
    return write(async () => null);
  }
}

async function withMore<Found extends Written | null>(
  records: Records,
  account: AccountId,
  alongside: Alongside,
  write: (sql: Sql) => Promise<Found>,
): Promise<Found> {
  const { written, stored } = await records.withAccount(account, async (sql) => {
    const found = await write(sql);
    const isMore = found !== null && found.messages.some(({ repeat }) => !repeat);
    return { written: found, stored: isMore ? await alongside(sql, account, found) : null };
  });
  stored?.();
  return written;
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
  const row = await sql.row<ConversationRow>(
    `UPDATE conversations SET
       visitor_delivered = least(last_sequence, greatest(visitor_delivered, $2)),
       visitor_read = least(last_sequence, greatest(visitor_read, $3)),
       agent_delivered = least(last_sequence, greatest(agent_delivered, $4)),
       agent_read = least(last_sequence, greatest(agent_read, $5))
     WHERE id = $1 RETURNING *`,
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
  const row = await sql.row<ConversationRow>('SELECT * FROM conversations WHERE id = $1', [id]);
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

async function isThere(sql: Sql, query: string, values: readonly unknown[]): Promise<boolean> {
  return (await sql.row(query, values)) !== undefined;
}
