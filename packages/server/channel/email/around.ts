// What a letter says around an answer: for which business it is, in which language, what its contact had
// written last, and where a reply goes.
import type { Around, AroundLetter } from '@opportune/core/ports/channel.ts';
import type { ConversationStore } from '@opportune/core/ports/conversation-store.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import { type AddressAt, webChannel } from '@opportune/protocol/contact/contact.ts';
import type { Conversation, Message } from '@opportune/protocol/conversation/conversation.ts';
import type { AccountId, SiteId, UserId, VisitorId } from '@opportune/protocol/ids.ts';
import { conversationLimits } from '@opportune/protocol/limits/conversations.ts';
import type { AroundOf } from '../deliveries/seams.ts';

export interface AroundParts {
  readonly records: Records;
  readonly conversations: Pick<ConversationStore, 'load' | 'after'>;
  /** What the site, or the account, is called, and the language that letters are read in. */
  placeOf(
    account: AccountId,
    site: SiteId | null,
    visitor: VisitorId | null,
  ): Promise<{ readonly site: string; readonly language: string }>;
  readonly unsubscribe: UnsubscribeUrl;
}

/** Where somebody ends what they are sent at an address. Null: mail programs could not open it. */
export type UnsubscribeUrl = (account: AccountId, at: AddressAt) => string | null;

export function createAround(parts: AroundParts): AroundOf {
  const { records, conversations, placeOf, unsubscribe } = parts;
  return async (account, message): Promise<Around> => {
    const record = await conversations.load(account, message.conversation);
    const place = await placeOf(account, record?.site ?? null, record?.visitor ?? null);
    const { author, body } = message;
    const isAutomatic = body.type === 'text' && body.automatic !== undefined;
    return {
      business: place.site,
      language: place.language,
      // Quoted back to a forged sender, a letter would reach whom its writer means to reach.
      asked: isAutomatic ? '' : await lastAsked(conversations, account, message),
      ...(isAutomatic && { automatic: true }),
      replyTo: author.type === 'agent' ? await addressOf(records, account, author.user) : null,
      ...(record !== null &&
        record.channel !== webChannel && {
          letter: await letterOf(records, account, record, message),
          unsubscribe: unsubscribe(account, record),
        }),
    };
  };
}

/** What the header of a letter from a mailbox depends on. */
async function letterOf(
  records: Records,
  account: AccountId,
  { id, skill, channel, address }: Conversation,
  { id: message, author, body }: Message,
): Promise<AroundLetter> {
  const written = body.type === 'text' ? body.letter : undefined;
  return {
    ...{ conversation: id, message, skill },
    agent: author.type === 'agent' ? author.user : null,
    subject: written?.subject || (await answerSubject(records, account, { channel, address })),
    cc: written?.cc.map((each) => each.address) ?? [],
    bcc: written?.bcc?.map((each) => each.address) ?? [],
  };
}

/** Of an answer to the newest letter from an address. Empty: there is none, or it has none. */
async function answerSubject(
  records: Records,
  account: AccountId,
  { channel, address }: AddressAt,
): Promise<string> {
  const row = await records.withAccount(account, (sql) =>
    sql.row<{ subject: string | null }>(
      `SELECT item #>> '{content,letter,head,subject}' AS subject FROM channel_inbox
       WHERE channel = $1 AND address = $2 AND item->>'type' = 'message'
       ORDER BY received_at DESC LIMIT 1`,
      [channel, address],
    ),
  );
  const subject = row?.subject?.trim() ?? '';
  return subject === '' || /^re\s*:/i.test(subject) ? subject : `Re: ${subject}`;
}

/** Null of a program, which has none. */
async function addressOf(
  records: Records,
  account: AccountId,
  user: UserId,
): Promise<string | null> {
  const row = await records.withAccount(account, (sql) =>
    sql.row<{ email: string | null }>('SELECT email FROM users WHERE id = $1', [user]),
  );
  return row?.email ?? null;
}

/** The contact's newest words before an answer. A file says nothing that could be quoted. */
async function lastAsked(
  conversations: AroundParts['conversations'],
  account: AccountId,
  { conversation, sequence }: Message,
): Promise<string> {
  const limit = conversationLimits.resumePage;
  const page = { after: Math.max(0, sequence - 1 - limit), limit, notes: false };
  const asked = (await conversations.after(account, conversation, page)).findLast(
    ({ author, body, sequence: at }) =>
      at < sequence &&
      author.type === 'visitor' &&
      body.type === 'text' &&
      body.content?.type !== 'attachment',
  );
  return asked?.body.type === 'text' ? asked.body.text : '';
}
