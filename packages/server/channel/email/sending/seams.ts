// What sending needs of the world.
import type { Mail } from '@opportune/core/ports/mail.ts';
import type { MailSecurity } from '@opportune/protocol/channel/email.ts';

export interface SmtpAccess {
  readonly host: string;
  readonly port: number;
  readonly security: MailSecurity;
  /** Null: the server asks for none. */
  readonly auth:
    | { readonly user: string; readonly pass: string }
    | { readonly user: string; readonly accessToken: string }
    | null;
  readonly from: { readonly address: string; readonly name: string | null };
}

/** Connects to allowed addresses only. */
export type OpenSmtp = (access: SmtpAccess) => Mail;
