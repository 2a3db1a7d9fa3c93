// Opens conversations and appends to them. A message gets its number under the lock of its
// conversation's row, in the transaction that stores it, so that numbers have no gaps and repeats
// are detected. Runs in the caller's transaction for the account. Appending a single message, the
// usual case, takes one statement.
import { lastShown } from '@opportune/core/conversation/conversation-preview.ts';
import { replyChange } from '@opportune/core/conversation/awaited-reply.ts';
import type {
  Appended,
  NewConversation,
  NewMessage,
  ConversationChange,
  Written,
} from '@opportune/core/ports/conversation-store.ts';
import type { Sql } from '@opportune/core/ports/records.ts';
import type { Message } from '@opportune/protocol/conversation/conversation.ts';
import {
  type AccountId,
  type ContactId,
  ConversationId,
  type MessageId,
} from '@opportune/protocol/ids.ts';
import { contactAt } from '../contacts/contact-rows.ts';
import {
  conversationColumns,
  type ConversationRow,
  messageColumns,
  messageOf,
  recordOf,
} from './conversation-rows.ts';

/** An address as columns of a row. */
type At = { readonly channel: string; readonly address: string };

interface Opening {
  readonly request: string;
  readonly conversation: NewConversation;
  readonly messages: readonly NewMessage[];
  readonly change: ConversationChange;
}

/** Opens a conversation. A repeated request gets the same again, with what it lacks of this. */
export async function openConversation(
  sql: Sql,
  account: AccountId,
  { request, conversation: made, messages, change }: Opening,
): Promise<Written> {
  const { channel, address, visitorName: name, startedAt: at } = made;
  const [earlier, contact] = await Promise.all([
    findByRequest(sql, made, request),
    contactAt(sql, account, { channel, address }, { name, at }),
  ]);
  if (earlier !== null) {
    const rest = earlier === made.id ? { messages, change } : { messages: [], change: {} };
    const of = { conversation: earlier, ...rest, request: undefined };
    const written = await appendMessages(sql, account, of);
    if (written === null) throw new Error('a conversation vanished while it was being opened');
    return written;
  }
  const fresh = messages.map((message, at) => numbered(made.id, at + 1, message));
  const [inserted, , , updated] = await Promise.all([
    insert(sql, account, made, contact),
    answerRequest(sql, account, made, request, made.id),
    insertMessages(sql, account, fresh),
    update(sql, made.id, fresh, change),
  ]);
  const row = updated ?? inserted;
  if (row === undefined) throw new Error('a conversation was not stored');
  const appended = fresh.map((message) => ({ message, repeat: false }));
  return { record: recordOf(row), messages: appended };
}

async function insert(
  sql: Sql,
  account: AccountId,
  made: NewConversation,
  contact: ContactId,
): Promise<ConversationRow | undefined> {
  const at = new Date(made.startedAt);
  return sql.often<ConversationRow>(
    `INSERT INTO conversations (account, id, site, visitor, visitor_name, status, skill, origin,
       started_at, queued_at, waiting_since, last_at, reply_to, topic, case_state, begun_by,
       channel, contact, address, begun_elsewhere)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10, $9, $11, $12, $13, $14, $15, $16, $17, $18)
     RETURNING ${conversationColumns}`,
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
      made.status === 'message' ? 'open' : null,
      made.begunBy ?? null,
      made.channel,
      contact,
      made.address,
      made.begunElsewhere ?? false,
    ],
  );
}

interface Append {
  readonly conversation: ConversationId;
  readonly messages: readonly NewMessage[];
  readonly change: ConversationChange;
  readonly request: string | undefined;
}

/** Appends new messages and changes the record. Null if there is no such conversation. */
export async function appendMessages(
  sql: Sql,
  account: string,
  { conversation, messages, change, request }: Append,
): Promise<Written | null> {
  const [locked, known] = await Promise.all([
    sql.often<ConversationRow>(
      `SELECT ${conversationColumns} FROM conversations WHERE id = $1 FOR UPDATE`,
      [conversation],
    ),
    findMessages(sql, conversation, messages),
  ]);
  if (locked === undefined) return null;
  const appended: Appended[] = [];
  for (const message of messages) {
    const earlier = known.get(message.id);
    const next = locked.last_sequence + fresh(appended).length + 1;
    const stored = earlier ?? numbered(conversation, next, message);
    known.set(message.id, stored);
    appended.push({ message: stored, repeat: earlier !== undefined });
  }
  const put = fresh(appended);
  const [, , updated] = await Promise.all([
    insertMessages(sql, account, put),
    request === undefined ? null : answerRequest(sql, account, locked, request, conversation),
    update(sql, conversation, put, change),
  ]);
  return { record: recordOf(updated ?? locked), messages: appended };
}

function fresh(appended: readonly Appended[]): readonly Message[] {
  return appended.filter(({ repeat }) => !repeat).map(({ message }) => message);
}

function numbered(conversation: ConversationId, sequence: number, message: NewMessage): Message {
  return { ...message, conversation, sequence };
}

/**
 * Appends one message in one statement. Null if it exists already or the conversation does not. If
 * the same message comes twice at once, the second violates the key of messages.
 */
export async function appendOne(
  sql: Sql,
  conversation: ConversationId,
  message: NewMessage,
  change: ConversationChange,
): Promise<Written | null> {
  const { id, author, body, at } = message;
  const set = assignmentsOf(change, [message]);
  const assignments = set.map((each, index) => `, ${assigned(each, index + 6)}`).join('');
  const row = await sql.often<ConversationRow>(
    `WITH talk AS (
       UPDATE conversations SET last_sequence = last_sequence + 1${assignments}
       WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM messages WHERE conversation = $1 AND id = $2)
       RETURNING *
     ), put AS (
       INSERT INTO messages (account, conversation, sequence, id, author, body, at)
       SELECT account, id, last_sequence, $2, $3::jsonb, $4::jsonb, $5::timestamptz FROM talk
     )
     SELECT ${conversationColumns} FROM talk`,
    [
      conversation,
      id,
      JSON.stringify(author),
      JSON.stringify(body),
      new Date(at),
      ...set.map(([, value]) => value),
    ],
  );
  if (row === undefined) return null;
  const stored = { ...message, conversation, sequence: row.last_sequence };
  return { record: recordOf(row), messages: [{ message: stored, repeat: false }] };
}

async function insertMessages(
  sql: Sql,
  account: string,
  messages: readonly Message[],
): Promise<void> {
  if (messages.length === 0) return;
  await sql.often(
    `INSERT INTO messages (account, conversation, sequence, id, author, body, at)
     SELECT $1, * FROM unnest($2::text[], $3::int[], $4::text[], $5::jsonb[], $6::jsonb[],
       $7::timestamptz[])`,
    [
      account,
      messages.map(({ conversation }) => conversation),
      messages.map(({ sequence }) => sequence),
      messages.map(({ id }) => id),
      messages.map(({ author }) => JSON.stringify(author)),
      messages.map(({ body }) => JSON.stringify(body)),
      messages.map(({ at }) => new Date(at)),
    ],
  );
}

async function answerRequest(
  sql: Sql,
  account: string,
  { channel, address }: At,
  request: string,
  conversation: string,
): Promise<void> {
  await sql.often(
    `INSERT INTO conversation_requests (account, channel, address, request, conversation)
     VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
    [account, channel, address, request, conversation],
  );
}

/** Undefined: nothing of the record changes. */
async function update(
  sql: Sql,
  conversation: ConversationId,
  put: readonly Message[],
  change: ConversationChange,
): Promise<ConversationRow | undefined> {
  const set = assignmentsOf(change, put);
  const last = put.at(-1);
  if (last !== undefined) set.push(['last_sequence', last.sequence]);
  if (set.length === 0) return undefined;
  const assignments = set.map((each, index) => assigned(each, index + 2)).join(', ');
  const row = await sql.row<ConversationRow>(
    `UPDATE conversations SET ${assignments} WHERE id = $1 RETURNING ${conversationColumns}`,
    [conversation, ...set.map(([, value]) => value)],
  );
  if (row === undefined) throw new Error('a locked conversation vanished');
  return row;
}

/** What a column is set to. `unless-set`: only if it is null. */
type Assignment = [column: string, value: unknown, how?: 'unless-set'];

function assigned([column, , how]: Assignment, place: number): string {
  const value = how === undefined ? `$${place}` : `coalesce(${column}, $${place}::timestamptz)`;
  return `${column} = ${value}`;
}

/** Columns of a change whose numbers are instants. The agent takes two columns. */
const columns = {
  site: 'site',
  visitor: 'visitor',
  visitorName: 'visitor_name',
  status: 'status',
  skill: 'skill',
  queuedAt: 'queued_at',
  waitingSince: 'waiting_since',
  callsBack: 'calls_back',
  answeredAt: 'answered_at',
  endedAt: 'ended_at',
  replyTo: 'reply_to',
  caseState: 'case_state',
} as const;

function assignmentsOf(
  { agent, joined, weight, standing, origin, ...plain }: ConversationChange,
  fresh: readonly NewMessage[],
): Assignment[] {
  const set = plainAssignments(plain);
  if (origin !== undefined) set.push(['origin', origin && JSON.stringify(origin)]);
  if (weight !== undefined) set.push(['weight', weight]);
  if (standing !== undefined) set.push(['standing', standing]);
  if (agent !== undefined)
    set.push(['agent', agent?.user ?? null], ['agent_name', agent?.name ?? null]);
  if (joined !== undefined) set.push(['joined', JSON.stringify(joined)]);
  const shown = lastShown(fresh);
  if (shown !== null) set.push(['last_text', shown.text], ['last_at', new Date(shown.at)]);
  const unanswered = unansweredSince(plain.status, fresh);
  if (unanswered !== null) set.push(unanswered);
  return set;
}

/** Of columns that take the value as it is. Instants are numbers. */
function plainAssignments(plain: Pick<ConversationChange, keyof typeof columns>): Assignment[] {
  const set: Assignment[] = [];
  for (const [name, column] of Object.entries(columns)) {
    const value = plain[name as keyof typeof columns];
    if (value !== undefined)
      set.push([column, typeof value === 'number' ? new Date(value) : value]);
  }
  return set;
}

/** Nobody waits for a reply in an ended conversation. Null: nothing changes. */
function unansweredSince(
  status: ConversationChange['status'],
  fresh: readonly NewMessage[],
): Assignment | null {
  if (status === 'ended' || status === 'wrap-up') return ['unanswered_since', null];
  const { answered, askedAt } = replyChange(fresh);
  if (!answered && askedAt === null) return null;
  const since = askedAt === null ? null : new Date(askedAt);
  return answered ? ['unanswered_since', since] : ['unanswered_since', since, 'unless-set'];
}

/** Finds a message by the id that its writer gave it. */
export async function findMessage(
  sql: Sql,
  conversation: ConversationId,
  id: MessageId,
): Promise<Message | null> {
  const row = await sql.often<object>(
    `SELECT ${messageColumns} FROM messages WHERE conversation = $1 AND id = $2`,
    [conversation, id],
  );
  return row === undefined ? null : messageOf(row);
}

/** The same of several, by their ids. */
async function findMessages(
  sql: Sql,
  conversation: ConversationId,
  messages: readonly NewMessage[],
): Promise<Map<MessageId, Message>> {
  if (messages.length === 0) return new Map();
  const rows = await sql.oftenRows<object>(
    `SELECT ${messageColumns} FROM messages WHERE conversation = $1 AND id = ANY($2)`,
    [conversation, messages.map(({ id }) => id)],
  );
  return new Map(rows.map(messageOf).map((message) => [message.id, message]));
}

/** Finds the conversation that a request of an address created. */
export async function findByRequest(
  sql: Sql,
  { channel, address }: At,
  request: string,
): Promise<ConversationId | null> {
  const row = await sql.often<{ conversation: string }>(
    `SELECT conversation FROM conversation_requests
     WHERE channel = $1 AND address = $2 AND request = $3`,
    [channel, address, request],
  );
  return row === undefined ? null : ConversationId.parse(row.conversation);
}
