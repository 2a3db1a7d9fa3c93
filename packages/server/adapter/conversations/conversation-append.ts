// Opens conversations and appends to them. A message gets its number under the lock of its
// conversation's row, in the transaction that stores it, so that numbers have no gaps and repeats
// are detected. Runs in the caller's transaction for the account. Appending a single message, the
// usual case, takes one statement.
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
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
import { type AccountId, ConversationId, type MessageId } from '@opportune/protocol/ids.ts';
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
}

/**
 * Opens a conversation with its first messages. A repeated request gets the same conversation
 * again.
 */
export async function openConversation(
  sql: Sql,
  account: AccountId,
  { request, conversation: made, messages }: Opening,
): Promise<Written> {
  const earlier = await findByRequest(sql, made, request);
  if (earlier === null) {
    await insert(sql, account, made);
    await answerRequest(sql, account, made, request, made.id);
  }
  const written = await appendMessages(sql, account, {
    conversation: earlier ?? made.id,
    messages: earlier === null ? messages : [],
    change: {},
    request: undefined,
  });
  if (written === null) throw new Error('a conversation vanished while it was being opened');
  return written;
}

async function insert(sql: Sql, account: AccountId, made: NewConversation): Promise<void> {
  const { channel, address, visitorName: name, startedAt } = made;
  const at = new Date(startedAt);
  const contact = await contactAt(sql, account, { channel, address }, { name, at: startedAt });
  await sql.run(
    `INSERT INTO conversations (account, id, site, visitor, visitor_name, status, skill, origin,
       started_at, queued_at, waiting_since, last_at, reply_to, topic, case_state, begun_by,
       channel, contact, address, begun_elsewhere)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10, $9, $11, $12, $13, $14, $15, $16, $17, $18)`,
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
      channel,
      contact,
      address,
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
  const locked = await sql.row<ConversationRow>(
    'SELECT * FROM conversations WHERE id = $1 FOR UPDATE',
    [conversation],
  );
  if (locked === undefined) return null;
  const appended: Appended[] = [];
  let last = locked.last_sequence;
  for (const message of messages) {
    const earlier = await findMessage(sql, conversation, message.id);
    if (earlier !== null) {
      appended.push({ message: earlier, repeat: true });
      continue;
    }
    last += 1;
    await insertMessage(sql, account, conversation, last, message);
    appended.push({ message: { ...message, conversation, sequence: last }, repeat: false });
  }
  if (request !== undefined) await answerRequest(sql, account, locked, request, conversation);
  return { record: await update(sql, locked, appended, change), messages: appended };
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

async function answerRequest(
  sql: Sql,
  account: string,
  { channel, address }: At,
  request: string,
  conversation: string,
): Promise<void> {
  await sql.run(
    `INSERT INTO conversation_requests (account, channel, address, request, conversation)
     VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
    [account, channel, address, request, conversation],
  );
}

async function update(
  sql: Sql,
  locked: ConversationRow,
  appended: readonly Appended[],
  change: ConversationChange,
): Promise<Conversation> {
  const fresh = appended.filter(({ repeat }) => !repeat).map(({ message }) => message);
  const set = assignmentsOf(change, fresh);
  const last = fresh.at(-1);
  if (last !== undefined) set.push(['last_sequence', last.sequence]);
  if (set.length === 0) return recordOf(locked);
  const assignments = set.map((each, index) => assigned(each, index + 2)).join(', ');
  const row = await sql.row<ConversationRow>(
    `UPDATE conversations SET ${assignments} WHERE id = $1 RETURNING *`,
    [locked.id, ...set.map(([, value]) => value)],
  );
  if (row === undefined) throw new Error('a locked conversation vanished');
  return recordOf(row);
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

/** Finds the conversation that a request of an address created. */
export async function findByRequest(
  sql: Sql,
  { channel, address }: At,
  request: string,
): Promise<ConversationId | null> {
  const row = await sql.row<{ conversation: string }>(
    `SELECT conversation FROM conversation_requests
     WHERE channel = $1 AND address = $2 AND request = $3`,
    [channel, address, request],
  );
  return row === undefined ? null : ConversationId.parse(row.conversation);
}
