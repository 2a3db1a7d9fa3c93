// Until when a conversation may be answered in free text.
import { windowEnd } from '@opportune/core/channel/reply-window.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import { AddressAt } from '@opportune/protocol/contact/contact.ts';
import type { AccountId, ConversationId } from '@opportune/protocol/ids.ts';
import type { ReplyWindow } from '@opportune/protocol/rest/channel/channels.ts';
import { found } from '../../http/problem/refusal.ts';
import { inboxRows } from '../inbox/inbox-rows.ts';
import type { OpenChannels } from '../open-channels.ts';

export interface ReplyWindowParts {
  readonly records: Records;
  readonly open: Pick<OpenChannels, 'of'>;
}

/** Throws `request.not_found`. */
export type ReadReplyWindow = (
  account: AccountId,
  conversation: ConversationId,
) => Promise<ReplyWindow>;

export function createReplyWindow({ records, open }: ReplyWindowParts): ReadReplyWindow {
  return async (account, conversation) => {
    const { at, answers } = await records.withAccount(account, async (sql) => {
      const row = found(
        await sql.row('SELECT channel, address FROM conversations WHERE id = $1', [conversation]),
      );
      const at = AddressAt.parse(row);
      return { at, answers: await inboxRows(records).newestMessage(sql, at) };
    });
    const capabilities = (await open.of(account, at.channel))?.opened.capabilities;
    const window = capabilities?.window;
    if (capabilities === undefined || window === undefined)
      return { until: null, afterwards: null, hours: null };
    const { hours, afterwards } = window;
    return { until: windowEnd(capabilities, answers), afterwards, hours };
  };
}
