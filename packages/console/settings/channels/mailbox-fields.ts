// The fields of a mailbox's form, and what of them is saved. Passwords are never shown again: an empty
// one stays as it is.
import { EmailSettings, MailSecurity, type ShownEmail } from '@opportune/protocol/channel/email.ts';
import { mailboxLimits as limits } from '@opportune/protocol/limits/mail.ts';
import { NewCustomChannel, type Channel } from '@opportune/protocol/rest/channel/channels.ts';
import { z } from 'zod';

const text = z.string();
const port = z.number().int().min(1).max(65_535);

export const MailboxFields = z.object({
  name: NewCustomChannel.shape.name,
  address: EmailSettings.shape.address,
  inbound: z.enum(['imap', 'webhook']),
  signIn: z.enum(['password', 'google', 'microsoft']),
  ...{ user: text, password: text },
  ...{ clientId: text, clientSecret: text, refreshToken: text, tenant: text },
  ...{ imapHost: text, imapPort: port, imapSecurity: MailSecurity },
  folders: z.array(text).max(limits.folders),
  ...{ smtpHost: text, smtpPort: port, smtpSecurity: MailSecurity },
  signature: z.string().max(limits.signatureLength),
  ...{ plus: z.boolean(), sentFolder: z.boolean() },
});
export type MailboxFields = z.infer<typeof MailboxFields>;

export function fieldsOf(channel: Channel | null, name: string): MailboxFields {
  const known = channel?.mailbox ?? null;
  const { imap, smtp } = known ?? {};
  return {
    ...{ name, address: known?.address ?? '', inbound: known?.inbound ?? 'imap' },
    signIn: imap?.oauth?.provider ?? 'password',
    ...{ user: imap?.user ?? smtp?.user ?? '', password: '' },
    ...{ clientId: imap?.oauth?.clientId ?? '', clientSecret: '', refreshToken: '' },
    tenant: imap?.oauth?.tenant ?? '',
    ...{ imapHost: imap?.host ?? '', imapPort: imap?.port ?? 993 },
    imapSecurity: imap?.security ?? 'tls',
    folders: [...(imap?.folders ?? ['INBOX'])],
    ...{ smtpHost: smtp?.host ?? '', smtpPort: smtp?.port ?? 465 },
    smtpSecurity: smtp?.security ?? 'tls',
    signature: known?.signatures?.default ?? '',
    ...{ plus: known?.plus ?? false, sentFolder: known?.sentFolder ?? false },
  };
}

/** What is saved. Settings that the form does not show stay as they are. */
export function settingsOf(fields: MailboxFields, before: ShownEmail | null) {
  const { address, inbound, user, password, smtpHost, signature } = fields;
  const signatures = signaturesOf(signature, before);
  const smtp = {
    ...{ host: smtpHost, port: fields.smtpPort, security: fields.smtpSecurity },
    ...(user !== '' && { user }),
    ...(password !== '' && { password }),
  };
  const isNew = before === null;
  return {
    address,
    ...(inbound === 'imap' && { imap: imapOf(fields), sentFolder: fields.sentFolder }),
    ...(inbound === 'webhook' && isNew && { inbound }),
    ...(smtpHost !== '' ? { smtp } : isNew ? {} : { smtp: null }),
    plus: fields.plus,
    ...(signatures !== null ? { signatures } : isNew ? {} : { signatures: null }),
  };
}

function imapOf(fields: MailboxFields) {
  const { signIn, password, folders, clientId, clientSecret, refreshToken, tenant } = fields;
  const oauth = {
    ...{ provider: signIn, clientId, refreshToken },
    ...(clientSecret !== '' && { clientSecret }),
    ...(tenant !== '' && { tenant }),
  };
  return {
    ...{ host: fields.imapHost, port: fields.imapPort, security: fields.imapSecurity },
    ...{ user: fields.user, ...(folders.length > 0 && { folders }) },
    ...(signIn === 'password' && password !== '' && { password }),
    ...(signIn !== 'password' && refreshToken !== '' && { oauth }),
  };
}

/** Null: there is none. */
function signaturesOf(text: string, before: ShownEmail | null) {
  const { default: _, ...others } = before?.signatures ?? {};
  const all = { ...others, ...(text.trim() !== '' && { default: text }) };
  return Object.keys(all).length === 0 ? null : all;
}
