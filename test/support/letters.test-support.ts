// E-mails for tests of the API, which cannot make one.
import assert from 'node:assert/strict';
import type { Records } from '@opportune/core/ports/records.ts';
import { AccountId, ConversationId, MessageId } from '@opportune/protocol/ids.ts';
import { letterRows } from '@opportune/server/channel/email/letters/letter-rows.ts';

/** Makes an e-mail of the first message of a conversation, and returns the message's id. */
export async function keepLetterIn(
  records: Records,
  of: { readonly owner: string; readonly conversation: string },
): Promise<string> {
  const account = AccountId.parse(of.owner);
  const first = await records.withAccount(account, (sql) =>
    sql.row<{ readonly id: string }>(
      'SELECT id FROM messages WHERE conversation = $1 ORDER BY sequence LIMIT 1',
      [of.conversation],
    ),
  );
  const message = MessageId.parse(first?.id ?? assert.fail('it has no message'));
  await letterRows(records).keep(
    { account, conversation: ConversationId.parse(of.conversation), message },
    { text: 'Hello', folded: [], html: '<p>Hello</p>', remoteImages: false, pictures: new Map() },
  );
  return message;
}
