// E-mail as an account sees it: its state, and its own mail server, if it has one. No answer
// contains a password.
import { z } from 'zod';
import { revised } from './common.ts';

export const mailLimits = {
  hostLength: 253,
  userLength: 254,
  passwordLength: 512,
  nameLength: 80,
  /** Changes that are listed, the newest first. */
  changes: 20,
} as const;

/** GET /mail */
export const MailState = z.object({
  /** Whether letters can be sent. */
  configured: z.boolean(),
  /** The address that letters come from. Null: they cannot be sent. */
  sender: z.string().nullable(),
  /** Whether they leave through the account's own mail server. */
  own: z.boolean(),
});
export type MailState = z.infer<typeof MailState>;

/** POST /mail/test: where the letter went. */
export const MailTest = z.object({ to: z.string() });

/** A mail server, and the sender of its letters. */
export const OwnMailServer = z.object({
  /** A name or an IP address. */
  host: z
    .string()
    .trim()
    .toLowerCase()
    .max(mailLimits.hostLength)
    .regex(/^[a-z0-9_:][a-z0-9._:-]*$/, 'The name of a host, or an IP address.'),
  port: z.number().int().min(1).max(65_535),
  /** `starttls` begins in plain text and switches to TLS, `direct` uses TLS from the first byte. */
  tls: z.enum(['starttls', 'direct']),
  /** Null if the server requires no name and password. */
  user: z.string().trim().min(1).max(mailLimits.userLength).nullable(),
  sender: z.email().max(254),
  /** The sender's name beside the address. Null for none. */
  senderName: z.string().trim().min(1).max(mailLimits.nameLength).nullable(),
});
export type OwnMailServer = z.infer<typeof OwnMailServer>;

/** PUT /mail/server. Null: letters leave through the installation's mail server. */
export const MailServerSettings = z.object({
  server: OwnMailServer.extend({
    /** Default: the one that is set, if host, port, TLS and user stay. */
    password: z.string().min(1).max(mailLimits.passwordLength).optional(),
  }).nullable(),
});
export type MailServerSettings = z.infer<typeof MailServerSettings>;

/** GET /mail/server */
export const MailServer = z.object({
  server: OwnMailServer.extend({
    /** When the password was set. Null: none is. */
    passwordAt: z.number().nullable(),
  }).nullable(),
  /** Who changed it, the newest first. */
  changes: z.array(z.object({ at: z.number(), by: z.string(), server: OwnMailServer.nullable() })),
});
export type MailServer = z.infer<typeof MailServer>;
export const RevisedMailServer = revised(MailServer);
export type RevisedMailServer = z.infer<typeof RevisedMailServer>;
