// Whether a mailbox can be signed in to, has its folders, and can send.
import type { Checked } from '@opportune/core/ports/channel.ts';
import { outcomeOf } from '@opportune/core/ports/mail.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import type { Mailbox } from '../mailbox.ts';
import { mailOfMailbox, type WayOut } from '../sending/mailbox-mail.ts';
import { connectImap, type ImapAccess } from './imap.ts';

export async function checkMailbox(
  use: Pick<WayOut, 'smtp' | 'mailOf'>,
  mailbox: Mailbox,
  access: ImapAccess | null,
  account: AccountId,
): Promise<Checked> {
  if (access !== null) {
    const checked = await checkImap(access);
    if (checked.type !== 'connected') return checked;
  }
  const way = await mailOfMailbox({ ...use, mailbox, access, account }, '');
  if (way.type !== 'mail') return way;
  try {
    await way.mail.check?.();
    return { type: 'connected' };
  } catch (error) {
    return faultOf(error);
  }
}

function faultOf(error: unknown): Checked {
  const outcome = outcomeOf(error);
  if (outcome.type === 'rate' || outcome.type === 'reconnect') return outcome;
  return { type: 'unreachable', detail: outcome.detail };
}

async function checkImap(access: ImapAccess): Promise<Checked> {
  const connected = await connectImap(access);
  if (connected.type !== 'connected') return connected;
  const { client } = connected;
  try {
    const boxes = (await client.list()).map(({ path }) => path);
    const missing = (access.server.folders ?? []).filter(
      (folder) => folder.toUpperCase() !== 'INBOX' && !boxes.includes(folder),
    );
    if (missing.length > 0)
      return { type: 'missing', detail: `${missing.join(', ')}: the mailbox has no such folder.` };
    await client.logout();
    return { type: 'connected' };
  } finally {
    client.close();
  }
}
