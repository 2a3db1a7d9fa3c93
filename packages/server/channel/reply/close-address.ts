// Whether free text may be sent to an address now: its channel is connected and reaches people who are not
// there, the contact did not opt out, and the time to reply is not over.
import { isWindowClosed } from '@opportune/core/channel/reply-window.ts';
import type { MailOf } from '@opportune/core/ports/mail.ts';
import type { Permission } from '@opportune/core/ports/permission.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import type { CloseAddress } from '@opportune/core/ports/conversation/elsewhere.ts';
import { webChannel } from '@opportune/protocol/contact/contact.ts';
import { inboxRows } from '../inbox/inbox-rows.ts';
import type { OpenChannels } from '../open-channels.ts';

export interface CloseAddressParts {
  readonly records: Records;
  readonly clock: Clock;
  readonly mailOf: MailOf;
  readonly open: Pick<OpenChannels, 'of'>;
  readonly permission: Pick<Permission, 'isSuppressed'>;
}

/** What is about to leave: words alone. */
const parts = [{ type: 'text', text: '' }] as const;

export function closeAddress(use: CloseAddressParts): CloseAddress {
  const { records, clock, mailOf, open, permission } = use;
  return async (account, at) => {
    if (at.channel === webChannel) return 'live';
    const channel = await open.of(account, at.channel);
    if (channel === null || channel.stored.state !== 'connected') return 'not-connected';
    const { stored, opened } = channel;
    if (opened.capabilities.reach === 'live') return 'live';
    if (stored.kind === 'email' && !(await mailOf(account)).configured) return 'not-connected';
    const { isSuppressed, answers } = await records.withAccount(account, async (sql) => ({
      isSuppressed: await permission.isSuppressed(sql, at),
      answers: await inboxRows(records).newestMessage(sql, at),
    }));
    if (isSuppressed) return 'opted-out';
    const isClosed = isWindowClosed({ parts, answers }, opened.capabilities, clock.now());
    return isClosed ? 'window-closed' : null;
  };
}
