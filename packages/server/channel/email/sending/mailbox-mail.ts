// The way out of a mailbox: its own SMTP server, or the mail server of the account.
import type { Mail, MailOf } from '@opportune/core/ports/mail.ts';
import type { Postponed } from '@opportune/core/ports/channel.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { type ImapAccess, isThisMachine } from '../connection/imap.ts';
import type { Mailbox } from '../mailbox.ts';
import type { OpenSmtp, SmtpAccess } from './seams.ts';

export interface WayOut {
  readonly smtp: OpenSmtp;
  readonly mailOf: MailOf;
  readonly mailbox: Mailbox;
  /** Null: it has no IMAP. */
  readonly access: ImapAccess | null;
  readonly account: AccountId;
}

export type FoundMail = { readonly type: 'mail'; readonly mail: Mail } | Postponed;

const noServer = 'No mail server is set up.';

/** `isRefused`: the server did not take the last token. */
export async function mailOfMailbox(
  use: WayOut,
  business: string,
  isRefused = false,
): Promise<FoundMail> {
  const { shown } = use.mailbox;
  if (shown.smtp === undefined) {
    const mail = await use.mailOf(use.account);
    return mail.configured ? { type: 'mail', mail } : { type: 'unreachable', detail: noServer };
  }
  const { host, port, security } = shown.smtp;
  if (security === 'none' && !isThisMachine(host))
    return { type: 'reconnect', detail: 'Only a server on this machine may do without TLS.' };
  const auth = await authOf(use, isRefused);
  if (auth !== null && 'type' in auth) return auth;
  const from = { address: shown.address, name: shown.senderName ?? (business || null) };
  return { type: 'mail', mail: use.smtp({ host, port, security, auth, from }) };
}

async function authOf(
  { mailbox: { shown, secrets }, access }: WayOut,
  isRefused: boolean,
): Promise<SmtpAccess['auth'] | Postponed> {
  const user = shown.smtp?.user;
  if (user === undefined) return null;
  if (secrets.smtpPassword !== undefined) return { user, pass: secrets.smtpPassword };
  const token = await (access?.token(isRefused) ?? null);
  if (token === null) return { user, pass: secrets.imapPassword ?? '' };
  return token.type === 'token' ? { user, accessToken: token.token } : token;
}
