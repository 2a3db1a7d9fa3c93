// A mailbox as it is stored: what people may see in the row of its channel, what is secret sealed as JSON.
import { randomBytes } from 'node:crypto';
import {
  type EmailChange,
  EmailSettings,
  type MailSecurity,
  ShownEmail,
} from '@opportune/protocol/channel/email.ts';
import { z } from 'zod';
import { newSecret } from '../../http/signed/standard-webhooks.ts';
import { jsonOf } from '../provider/json-of.ts';

const Oauth = z.object({ clientSecret: z.string().optional(), refreshToken: z.string() });
const MailboxSecrets = z.object({
  /** Makes the codes in Message-IDs and addresses of replies. */
  code: z.string(),
  imapPassword: z.string().optional(),
  oauth: Oauth.optional(),
  smtpPassword: z.string().optional(),
  /** What posted letters are signed with: one or two, as `overlapping-secrets.ts` has them. */
  webhook: z.string().optional(),
});
export type MailboxSecrets = z.infer<typeof MailboxSecrets>;

/** Both together. */
export interface Mailbox {
  readonly shown: ShownEmail;
  readonly secrets: MailboxSecrets;
}

/** Null: it is none, or its secrets are lost. */
export function readMailbox(settings: unknown, secret: string | null): Mailbox | null {
  const shown = ShownEmail.safeParse(settings);
  const secrets = MailboxSecrets.safeParse(secret === null ? null : jsonOf(secret));
  return shown.success && secrets.success ? { shown: shown.data, secrets: secrets.data } : null;
}

/** The same settings with new secrets of ours. `webhook`: what posted letters are signed with. */
export function newMailbox(given: EmailSettings, webhook = newSecret()): Mailbox {
  const secrets = { code: randomBytes(32).toString('base64url') };
  return partedMailbox(given, {
    ...secrets,
    ...(given.inbound === 'webhook' && { webhook }),
  });
}

function partedMailbox(
  { imap, smtp, inbound, ...rest }: EmailSettings,
  own: MailboxSecrets,
): Mailbox {
  const { password, oauth, ...shownImap } = imap ?? {};
  const { password: smtpPassword, ...shownSmtp } = smtp ?? {};
  const { clientSecret, refreshToken, ...shownOauth } = oauth ?? {};
  return {
    shown: ShownEmail.parse({
      ...{ ...rest, inbound: inbound ?? 'imap' },
      ...(imap && { imap: { ...shownImap, ...(oauth && { oauth: shownOauth }) } }),
      ...(smtp && { smtp: shownSmtp }),
    }),
    secrets: MailboxSecrets.parse({
      ...{ ...own, imapPassword: password, smtpPassword },
      oauth: refreshToken === undefined ? undefined : { clientSecret, refreshToken },
    }),
  };
}

/**
 * A changed mailbox. Passwords and tokens that the change leaves out stay, but none is sent to another
 * server than before. Otherwise the path of the first setting that is missing or does not fit.
 */
export function changedMailbox(
  before: Mailbox,
  change: EmailChange,
): { readonly mailbox: Mailbox } | { readonly path: string } {
  const { imapPassword, oauth, smtpPassword, ...own } = before.secrets;
  const { inbound, imap: shownImap, smtp: shownSmtp, ...rest } = before.shown;
  const former = {
    ...rest,
    ...(inbound === 'webhook' && { inbound }),
    ...(shownImap && {
      imap: {
        ...shownImap,
        ...(imapPassword !== undefined && { password: imapPassword }),
        oauth: oauth && shownImap.oauth && { ...shownImap.oauth, ...oauth },
      },
    }),
    ...(shownSmtp && {
      smtp: { ...shownSmtp, ...(smtpPassword !== undefined && { password: smtpPassword }) },
    }),
  };
  const given = { ...change };
  const isElsewhere = change.apiBase !== undefined && change.apiBase !== before.shown.apiBase;
  if (isElsewhere && former.imap?.oauth !== undefined && given.imap?.oauth === undefined)
    return { path: 'imap.oauth' };
  if (given.imap !== undefined) given.imap = withFormer(given.imap, former.imap);
  if (given.smtp) given.smtp = withFormer(given.smtp, former.smtp);
  const whole = Object.entries({ ...former, ...given }).filter(
    ([, value]) => value !== null && value !== undefined,
  );
  const read = EmailSettings.safeParse(Object.fromEntries(whole));
  return read.success
    ? { mailbox: partedMailbox(read.data, own) }
    : { path: read.error.issues[0]?.path.map(String).join('.') ?? '' };
}

interface SignsIn {
  readonly host: string;
  readonly port: number;
  readonly security: string;
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  readonly oauth?: unknown;
}

/** With its former credentials, if it is the same server and user, and none are given. */
function withFormer<Given extends SignsIn>(given: Given, former: SignsIn | undefined): Given {
  if (given.password !== undefined || given.oauth !== undefined || former === undefined)
    return given;
  const isSame = (['host', 'port', 'security', 'user'] as const).every(
    (name) => given[name] === former[name],
  );
  if (!isSame) return given;
  const { password, oauth } = former;
  return { ...given, ...(password !== undefined && { password }), ...(oauth ? { oauth } : {}) };
}

/** Whom the settings name to be connected to, with the path of each. */
export interface NamedHost {
  readonly path: string;
  readonly host: string;
  readonly security: MailSecurity;
}

export function hostsOf({ shown }: Mailbox): readonly NamedHost[] {
  return (['imap', 'smtp'] as const).flatMap((name) => {
    const server = shown[name];
    if (server === undefined) return [];
    const { host, security } = server;
    return [{ path: `settings.${name}`, host, security }];
  });
}
