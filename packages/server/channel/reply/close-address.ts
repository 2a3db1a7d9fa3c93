// Whether free text may be sent to an address now: its channel is connected and reaches people who are not
// there, and the time to reply is not over.
import { isWindowClosed } from '@opportune/core/channel/reply-window.ts';
import type { MailOf } from '@opportune/core/ports/mail.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import type { CloseAddress } from '@opportune/core/ports/elsewhere.ts';
import { inboxRows } from '../inbox/inbox-rows.ts';
import type { OpenChannels } from '../open-channels.ts';

export interface CloseAddressParts {
  readonly records: Records;
  readonly clock: Clock;
  readonly mailOf: MailOf;
  readonly open: Pick<OpenChannels, 'of'>;
}

/** What is about to leave: words alone. */
const parts = [{ type: 'text', text: '' }] as const;

export function closeAddress({ records, clock, mailOf, open }: CloseAddressParts): CloseAddress {
  return async (account, at) => {
    const channel = await open.of(account, at.channel);
    if (channel === null || channel.stored.state !== 'connected') return 'not-connected';
    const { stored, opened } = channel;
    if (opened.capabilities.reach === 'live') return 'not-connected';
    if (stored.kind === 'email' && !(await mailOf(account)).configured) return 'not-connected';
    const answers = await records.withAccount(account, (sql) =>
      inboxRows(records).newestMessage(sql, at),
    );
    const isClosed = isWindowClosed({ parts, answers }, opened.capabilities, clock.now());
    return isClosed ? 'window-closed' : null;
  };
}
