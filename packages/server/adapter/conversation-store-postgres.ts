// Conversations in PostgreSQL. A message's number is given under the lock of its conversation's
// row, in the transaction that stores it, so that numbers have no gap and repeats are seen.
import type {
  Appended,
  ConversationListing,
  ConversationRecord,
  ConversationStore,
  Marks,
  NewConversation,
  NewMessage,
  RecordChange,
  Written,
} from '@opportune/core/ports/conversation-store.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import { ConversationId, type MessageId } from '@opportune/protocol/ids.ts';
import { lastShown } from '@opportune/core/ports/conversation-preview.ts';
import type { Message } from '@opportune/protocol/conversation.ts';
import {
  choiceOf,
  type ChoiceRow,
  type ConversationRow,
  messageOf,
  type MessageRow,
  recordOf,
} from './conversation-rows.ts';

/** The port on a pool that row-level security binds to one account at a time. */
export function openConversationStore(records: Records): ConversationStore {
  return {
    open: (account, request, conversation, messages) =>
      records.withAccount(account, (sql) => open(sql, account, request, conversation, messages)),
    append: (account, conversation, messages, change, request) =>
      records.withAccount(account, (sql) =>
        append(sql, account, { conversation, messages, change, request }),
      ),
    mark: (account, conversation, marks) =>
      records.withAccount(account, (sql) => mark(sql, conversation, marks)),
    load: (account, id) => records.withAccount(account, (sql) => load(sql, id)),
    byRequest: (account, visitor, request) =>
      records.withAccount(account, (sql) => byRequest(sql, visitor, request)),
    find: (account, conversation, id) =>
      records.withAccount(account, (sql) => find(sql, conversation, id)),
    after: (account, conversation, reading) =>
      records.withAccount(account, async (sql) => {
        const rows = await sql.rows<MessageRow>(
          `SELECT * FROM messages WHERE conversation = $1 AND sequence > $2 AND ($3 OR body->>'type' <> 'note')
         ORDER BY sequence LIMIT $4`,
          [conversation, reading.after, reading.notes, reading.limit],
        );
        return rows.map(messageOf);
      }),
    unfinished: (account) =>
      records.withAccount(account, async (sql) => {
        const rows = await sql.rows<ConversationRow>(
          `SELECT * FROM conversations WHERE status IN ('waiting', 'active', 'wrap-up') ORDER BY queued_at, id`,
        );
        return rows.map(recordOf);
      }),
    list: (account, listing) => records.withAccount(account, (sql) => list(sql, listing)),
    block: (account, visitor, by, at) =>
      records.withAccount(account, async (sql) => {
        await sql.run(
          'INSERT INTO blocked_visitors (account, visitor, blocked_by, at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
          [account, visitor, by, new Date(at)],
        );
      }),
    isBlocked: (account, visitor) =>
      records.withAccount(
        account,
        async (sql) =>
          (await sql.row('SELECT 1 FROM blocked_visitors WHERE visitor = $1', [visitor])) !==
          undefined,
      ),
    remember: (account, { user, name, room, state, since }) =>
      records.withAccount(account, async (sql) => {
        await sql.run(
          `INSERT INTO agent_choices (account, agent, name, room, state, since) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (account, agent) DO UPDATE SET
           name = excluded.name, room = excluded.room, state = excluded.state, since = excluded.since`,
          [account, user, name, room, state, new Date(since)],
        );
      }),
    choices: (account) =>
      records.withAccount(account, async (sql) => {
        const rows = await sql.rows<ChoiceRow>('SELECT * FROM agent_choices ORDER BY agent');
        return rows.map(choiceOf);
      }),
    isMailed: (account, conversation, message) =>
      records.withAccount(
        account,
        async (sql) =>
          (await sql.row('SELECT 1 FROM messages WHERE conversation = $1 AND id = $2 AND mailed', [
            conversation,
            message,
          ])) !== undefined,
      ),
    markMailed: (account, conversation, message) =>
      records.withAccount(account, async (sql) => {
        await sql.run('UPDATE messages SET mailed = true WHERE conversation = $1 AND id = $2', [
          conversation,
          message,
        ]);
      }),
  };
}

async function open(
  sql: Sql,
  account: string,
  request: string,
  made: NewConversation,
  messages: readonly NewMessage[],
): Promise<Written> {
  const earlier = await byRequest(sql, made.visitor, request);
  if (earlier === null) {
    await insert(sql, account, made);
    await answerRequest(sql, account, made.visitor, request, made.id);
  }
  const written = await append(sql, account, {
    conversation: earlier ?? made.id,
    messages: earlier === null ? messages : [],
    change: {},
    request: undefined,
  });
  if (written === null) throw new Error('a conversation vanished while it was being opened');
  return written;
}

async function insert(sql: Sql, account: string, made: NewConversation): Promise<void> {
  const at = new Date(made.startedAt);
  await sql.run(
    `INSERT INTO conversations (account, id, site, visitor, visitor_name, status, skill, origin,
       started_at, queued_at, waiting_since, last_at, reply_to, topic)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10, $9, $11, $12)`,
    [
      account,
      made.id,
      made.site,
      made.visitor,
      made.visitorName,
      made.status,
      made.skill,
      made.origin === null ? null : JSON.stringify(made.origin),
      at,
      made.status === 'waiting' ? at : null,
      made.replyTo,
      made.topic,
    ],
  );
}

interface Append {
  readonly conversation: ConversationId;
  readonly messages: readonly NewMessage[];
  readonly change: RecordChange;
  readonly request: string | undefined;
}

async function append(
  sql: Sql,
  account: string,
  { conversation, messages, change, request }: Append,
): Promise<Written | null> {
  const locked = await sql.row<ConversationRow>(
    'SELECT * FROM conversations WHERE id = $1 FOR UPDATE',
    [conversation],
  );
  if (locked === undefined) return null;
  const appended: Appended[] = [];
  let last = locked.last_sequence;
  for (const message of messages) {
    const earlier = await find(sql, conversation, message.id);
    if (earlier !== null) {
      appended.push({ message: earlier, repeat: true });
      continue;
    }
    last += 1;
    await insertMessage(sql, account, conversation, last, message);
    appended.push({ message: { ...message, conversation, sequence: last }, repeat: false });
  }
  if (request !== undefined)
    await answerRequest(sql, account, locked.visitor, request, conversation);
  return { record: await update(sql, locked, appended, change), messages: appended };
}

async function insertMessage(
  sql: Sql,
  account: string,
  conversation: string,
  sequence: number,
  message: NewMessage,
): Promise<void> {
  await sql.run(
    'INSERT INTO messages (account, conversation, sequence, id, author, body, at) VALUES ($1, $2, $3, $4, $5, $6, $7)',
    [
      account,
      conversation,
      sequence,
      message.id,
      JSON.stringify(message.author),
      JSON.stringify(message.body),
      new Date(message.at),
    ],
  );
}

/** Columns of a change; the agent takes two. */
const columns = {
  status: 'status',
  queuedAt: 'queued_at',
  waitingSince: 'waiting_since',
  answeredAt: 'answered_at',
  endedAt: 'ended_at',
  replyTo: 'reply_to',
} as const;

async function update(
  sql: Sql,
  locked: ConversationRow,
  appended: readonly Appended[],
  change: RecordChange,
): Promise<ConversationRecord> {
  const set: [column: string, value: unknown][] = [];
  const { agent, ...plain } = change;
  for (const [name, column] of Object.entries(columns)) {
    const value = plain[name as keyof typeof columns];
    if (value !== undefined)
      set.push([column, typeof value === 'number' ? new Date(value) : value]);
  }
  if (agent !== undefined)
    set.push(['agent', agent?.user ?? null], ['agent_name', agent?.name ?? null]);
  const fresh = appended.filter(({ repeat }) => !repeat).map(({ message }) => message);
  const last = fresh.at(-1);
  if (last !== undefined) set.push(['last_sequence', last.sequence]);
  const shown = lastShown(fresh);
  if (shown !== null) set.push(['last_text', shown.text], ['last_at', new Date(shown.at)]);
  if (set.length === 0) return recordOf(locked);
  const assignments = set.map(([column], index) => `${column} = $${index + 2}`).join(', ');
  const row = await sql.row<ConversationRow>(
    `UPDATE conversations SET ${assignments} WHERE id = $1 RETURNING *`,
    [locked.id, ...set.map(([, value]) => value)],
  );
  if (row === undefined) throw new Error('a locked conversation vanished');
  return recordOf(row);
}

async function mark(
  sql: Sql,
  conversation: ConversationId,
  marks: Partial<Marks>,
): Promise<ConversationRecord | null> {
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

async function load(sql: Sql, id: ConversationId): Promise<ConversationRecord | null> {
  const row = await sql.row<ConversationRow>('SELECT * FROM conversations WHERE id = $1', [id]);
  return row === undefined ? null : recordOf(row);
}

async function find(
  sql: Sql,
  conversation: ConversationId,
  id: MessageId,
): Promise<Message | null> {
  const row = await sql.row<MessageRow>(
    'SELECT * FROM messages WHERE conversation = $1 AND id = $2',
    [conversation, id],
  );
  return row === undefined ? null : messageOf(row);
}

async function byRequest(
  sql: Sql,
  visitor: string,
  request: string,
): Promise<ConversationId | null> {
  const row = await sql.row<{ conversation: string }>(
    'SELECT conversation FROM conversation_requests WHERE visitor = $1 AND request = $2',
    [visitor, request],
  );
  return row === undefined ? null : ConversationId.parse(row.conversation);
}

async function answerRequest(
  sql: Sql,
  account: string,
  visitor: string,
  request: string,
  conversation: string,
): Promise<void> {
  await sql.run(
    `INSERT INTO conversation_requests (account, visitor, request, conversation) VALUES ($1, $2, $3, $4)
     ON CONFLICT DO NOTHING`,
    [account, visitor, request, conversation],
  );
}

async function list(
  sql: Sql,
  { status, visitor, before, limit }: ConversationListing,
): Promise<readonly ConversationRecord[]> {
  const rows = await sql.rows<ConversationRow>(
    `SELECT * FROM conversations
     WHERE ($1::text IS NULL OR status = $1) AND ($2::text IS NULL OR visitor = $2)
       AND ($3::timestamptz IS NULL OR (started_at, id) < ($3, $4::text))
     ORDER BY started_at DESC, id DESC LIMIT $5`,
    [
      status ?? null,
      visitor ?? null,
      before === null ? null : new Date(before.at),
      before?.id ?? '',
      limit,
    ],
  );
  return rows.map(recordOf);
}
