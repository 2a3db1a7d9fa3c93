// Settings of a channel of the kind *email*: the address of a mailbox, how its letters come in, and how
// answers leave.
import { z } from 'zod';
import { SkillId, UserId } from '../ids.ts';
import { mailboxLimits as limits } from '../limits/mail.ts';
import { textOf } from '../text.ts';
import { credential, providerBase } from './provider.ts';

/**
 * `tls` from the first byte; `starttls` begins in plain text and switches; `none` is for a server on
 * the same machine only.
 */
export const MailSecurity = z.enum(['tls', 'starttls', 'none']);
export type MailSecurity = z.infer<typeof MailSecurity>;

/** A name, or an IP address. */
const Host = z
  .string()
  .trim()
  .toLowerCase()
  .max(limits.hostLength)
  .regex(/^[a-z0-9_:][a-z0-9._:-]*$/, 'The name of a host, or an IP address.');
const Port = z.number().int().min(1).max(65_535);
const user = textOf(limits.userLength, 1);
const password = z.string().min(1).max(limits.passwordLength);
const Folder = textOf(limits.folderLength, 1);

/** Signs in with a token of Google or Microsoft, which is renewed with the refresh token. */
export const MailOauth = z.object({
  provider: z.enum(['google', 'microsoft']),
  clientId: credential,
  clientSecret: credential.optional(),
  refreshToken: credential,
  /** Of Microsoft: the directory. Default: any. */
  tenant: z
    .string()
    .regex(/^[A-Za-z0-9.-]{1,120}$/)
    .optional(),
});
export type MailOauth = z.infer<typeof MailOauth>;

const Server = z.object({ host: Host, port: Port, security: MailSecurity });

export const ImapServer = Server.extend({
  user,
  /** Either this or `oauth`. */
  password: password.optional(),
  oauth: MailOauth.optional(),
  /** Watched at the same time. Default: `INBOX`. */
  folders: z.array(Folder).min(1).max(limits.folders).optional(),
});
export type ImapServer = z.infer<typeof ImapServer>;

export const SmtpServer = Server.extend({
  /** Absent: the server requires no name and password. */
  user: user.optional(),
  /** Absent: it signs in as IMAP does. */
  password: password.optional(),
});
export type SmtpServer = z.infer<typeof SmtpServer>;

/** Below what an agent writes. `{agent}` and `{business}` stand for their names. */
const SignatureText = textOf(limits.signatureLength);
const few = <Key extends typeof SkillId | typeof UserId>(key: Key) =>
  z
    .record(key, SignatureText)
    .refine((given) => Object.keys(given).length <= limits.signatures, 'too many signatures');
export const MailSignatures = z.object({
  /** Of everybody else. Absent: the names of agent and business. */
  default: SignatureText.optional(),
  /** By skill, and by agent, who comes first. */
  skills: few(SkillId).optional(),
  agents: few(UserId).optional(),
});
export type MailSignatures = z.infer<typeof MailSignatures>;

const mayBe = { plus: z.boolean().optional(), sentFolder: z.boolean().optional() };

const Shared = z.object({
  /** People write to it, and answers come from it. */
  address: z.email().max(254),
  /** Beside the address in answers. Absent: the name of the business. */
  senderName: textOf(limits.nameLength, 1).optional(),
  /** Absent: answers leave through the mail server of the account. */
  smtp: SmtpServer.optional(),
  /** Letters to `name+anything@` reach the mailbox: answers get an address of their conversation. */
  plus: mayBe.plus,
  signatures: MailSignatures.optional(),
  /** What the account's own server calls itself in Authentication-Results. Absent: none are believed. */
  authservId: z
    .string()
    .max(limits.hostLength)
    .regex(/^[\x21-\x3a\x3c-\x7e]+$/)
    .optional(),
  /** Serves the tokens of Google or Microsoft instead. */
  apiBase: providerBase.optional(),
});

export const EmailSettings = Shared.extend({
  /** Absent: letters are fetched by IMAP. `webhook`: something else posts them. */
  inbound: z.literal('webhook').optional(),
  imap: ImapServer.optional(),
  /** Answers are filed among the sent letters of the mailbox. */
  sentFolder: mayBe.sentFolder,
}).superRefine(({ inbound, imap, smtp }, context) => {
  const fault = (path: string[], message: string): void =>
    void context.addIssue({ code: 'custom', path, message });
  if ((imap === undefined) === (inbound === undefined))
    fault(['imap'], 'Either `imap`, or `inbound: "webhook"`.');
  if (imap !== undefined && (imap.password === undefined) === (imap.oauth === undefined))
    fault(['imap', 'password'], 'Either `password` or `oauth`.');
  if (smtp?.user !== undefined && smtp.password === undefined && imap === undefined)
    fault(['smtp', 'password'], 'It cannot sign in as IMAP does.');
});
export type EmailSettings = z.infer<typeof EmailSettings>;

/** What of it is changed. Null: it is absent from now on. */
export const EmailChange = z
  .strictObject({
    ...Shared.omit({ apiBase: true }).shape,
    ...{ senderName: Shared.shape.senderName.nullable(), smtp: SmtpServer.nullable() },
    ...{ signatures: MailSignatures.nullable(), authservId: Shared.shape.authservId.nullable() },
    ...{ imap: ImapServer, sentFolder: mayBe.sentFolder },
    apiBase: providerBase.nullable(),
  })
  .partial();
export type EmailChange = z.infer<typeof EmailChange>;

/** As it is shown: without what is secret. */
export const ShownEmail = Shared.extend({
  inbound: z.enum(['imap', 'webhook']),
  imap: ImapServer.omit({ password: true, oauth: true })
    .extend({ oauth: MailOauth.pick({ provider: true, clientId: true, tenant: true }).optional() })
    .optional(),
  smtp: SmtpServer.omit({ password: true }).optional(),
  sentFolder: mayBe.sentFolder,
});
export type ShownEmail = z.infer<typeof ShownEmail>;
