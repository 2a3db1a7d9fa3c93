// What many contacts of an account cause at the same time, such as a queue of a channel that is worked
// off, in few statements: whether a request was answered, whether an address is blocked, and messages of
// contacts, one each for several conversations. It waits for no locked conversation, and a message that
// it cannot append is left to conversation-append.ts.
import { lastShown } from '@opportune/core/conversation/conversation-preview.ts';
import { together } from '@opportune/core/bounds/together.ts';
import { replyChange } from '@opportune/core/conversation/awaited-reply.ts';
import type { NewMessage, Written } from '@opportune/core/ports/conversation-store.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { AddressAt } from '@opportune/protocol/contact/contact.ts';
import { type AccountId, ConversationId, type MessageId } from '@opportune/protocol/ids.ts';
import { conversationColumns, type ConversationRow, recordOf } from './conversation-rows.ts';

const most = 100;

export interface ArrivalReads {
  byRequest(account: AccountId, at: AddressAt, request: string): Promise<ConversationId | null>;
  isBlocked(account: AccountId, at: AddressAt): Promise<boolean>;
}

/** `request`: null where only its address is asked about. */
interface Asked extends AddressAt {
  readonly request: string | null;
}

interface Arrival {
  readonly conversation: ConversationId | null;
  readonly isBlocked: boolean;
}

export function readArrivals(records: Records): ArrivalReads {
  const read = (account: AccountId, all: readonly Asked[]): Promise<readonly Arrival[]> =>
    records.withAccountAtOnce(account, (sql) => arrivals(sql, all));
  const ask = together<Asked, Arrival>({
    ...{ most, all: read },
    alone: async (account, asked) => (await read(account, [asked]))[0] ?? unknown,
  });
  return {
    byRequest: async (account, { channel, address }, request) =>
      (await ask(account, { channel, address, request })).conversation,
    isBlocked: async (account, { channel, address }) =>
      (await ask(account, { channel, address, request: null })).isBlocked,
  };
}

const unknown: Arrival = { conversation: null, isBlocked: false };

/** Looked up one by one: a plan that is made while a table is small must hold when it is large. */
async function arrivals(sql: Sql, all: readonly Asked[]): Promise<readonly Arrival[]> {
  const rows = await sql.oftenRows<{ conversation: string | null; is_blocked: boolean }>(
    `SELECT (SELECT conversation FROM conversation_requests AS known
         WHERE known.channel = asked.channel AND known.address = asked.address
           AND known.request = asked.request LIMIT 1) AS conversation,
       asked.request IS NULL AND (SELECT true FROM blocked_addresses AS blocked
         WHERE blocked.channel = asked.channel AND blocked.address = asked.address
         LIMIT 1) IS NOT NULL AS is_blocked
     FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY
       AS asked (channel, address, request, at)
     ORDER BY at`,
    [all.map(({ channel }) => channel), all.map(({ address }) => address), all.map(requestOf)],
  );
  return rows.map(({ conversation, is_blocked: isBlocked }) => ({
    conversation: conversation === null ? null : ConversationId.parse(conversation),
    isBlocked,
  }));
}

/** A message that is appended alone and changes nothing else of its conversation. */
export interface Single {
  readonly conversation: ConversationId;
  readonly message: NewMessage;
  readonly request: string | undefined;
}

/**
 * Appends messages to different conversations. Undefined for one whose conversation does not exist, has
 * the message or is locked: nothing was written for it. If the same message comes twice at once, the second
 * violates the key of messages.
 */
export async function appendSingles(
  sql: Sql,
  singles: readonly Single[],
): Promise<readonly (Written | undefined)[]> {
  const rows = await sql.oftenRows<ConversationRow & { readonly message: MessageId }>(
    `WITH given AS (
       SELECT * FROM unnest($1::text[], $2::text[], $3::jsonb[], $4::jsonb[], $5::timestamptz[],
         $6::text[], $7::text[], $8::timestamptz[], $9::bool[], $10::timestamptz[])
         AS given (talk, message, author, body, at, request, shown, shown_at, answered, asked_at)
     ), free AS (
       SELECT given.*, own.row FROM given CROSS JOIN LATERAL (
         SELECT ctid AS row FROM conversations WHERE id = talk
           AND NOT EXISTS (SELECT 1 FROM messages WHERE conversation = talk AND id = message)
         LIMIT 1 FOR UPDATE SKIP LOCKED) AS own
     ), grown AS (
       UPDATE conversations SET last_sequence = last_sequence + 1,
         last_text = coalesce(shown, last_text), last_at = coalesce(shown_at, last_at),
         unanswered_since = CASE WHEN answered THEN asked_at
           ELSE coalesce(unanswered_since, asked_at) END
       FROM free WHERE conversations.ctid = free.row
       RETURNING conversations.*, free.message, free.author, free.body, free.at, free.request
     ), put AS (
       INSERT INTO messages (account, conversation, sequence, id, author, body, at)
       SELECT account, id, last_sequence, message, author, body, at FROM grown
     ), noted AS (
       INSERT INTO conversation_requests (account, channel, address, request, conversation)
       SELECT account, channel, address, request, id FROM grown WHERE request IS NOT NULL
       ON CONFLICT DO NOTHING
     )
     SELECT ${conversationColumns}, message FROM grown`,
    valuesOf(singles),
  );
  const byTalk = new Map(rows.map((row) => [row.id, row]));
  return singles.map(({ conversation, message }) => {
    const row = byTalk.get(conversation);
    if (row === undefined) return undefined;
    const { message: _, ...record } = row;
    const stored = { ...message, conversation, sequence: row.last_sequence };
    return { record: recordOf(record), messages: [{ message: stored, repeat: false }] };
  });
}

function valuesOf(singles: readonly Single[]): readonly unknown[] {
  const messages = singles.map(({ message }) => message);
  const shown = messages.map((message) => lastShown([message]));
  const replies = messages.map((message) => replyChange([message]));
  return [
    ...[singles.map(({ conversation }) => conversation), messages.map(({ id }) => id)],
    ...[messages.map(({ author }) => JSON.stringify(author))],
    ...[messages.map(({ body }) => JSON.stringify(body))],
    ...[messages.map(({ at }) => new Date(at)), singles.map(({ request }) => request ?? null)],
    ...[shown.map((each) => each?.text ?? null)],
    ...[shown.map((each) => dateOf(each?.at ?? null))],
    ...[replies.map(({ answered }) => answered)],
    ...[replies.map(({ askedAt }) => dateOf(askedAt))],
  ];
}

function dateOf(at: number | null): Date | null {
  return at === null ? null : new Date(at);
}

function requestOf({ request }: Asked): string | null {
  return request;
}
