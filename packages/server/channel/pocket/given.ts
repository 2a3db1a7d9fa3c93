// How a messenger of the pocket is connected, and what is stored of it: the same, with an address that
// nobody can reach.
import { EmailSettings } from '@opportune/protocol/channel/email.ts';
import { isProviderKind } from '@opportune/protocol/channel/provider-kinds.ts';
import { newMailbox } from '../email/mailbox.ts';
import { mailboxSetUp, type SetUp, settingsAndSecret } from '../set-up.ts';
import { pocketBase } from './pocket-base.ts';

export interface Given {
  /** Of its app on the telephone. */
  readonly app: string;
  readonly kind: string;
  readonly name: string;
  readonly setUp: Pick<SetUp, 'settings' | 'secret'>;
  readonly stored: Pick<SetUp, 'settings' | 'secret'>;
  /** Of its stand-in, on this machine. */
  readonly origin: string;
}

/** Empty: the kind is not known here. Of an app that does not say, its name is the kind. */
export function givenOf(
  app: string,
  { kind = app, ...of }: Readonly<Record<string, string>>,
): readonly Given[] {
  if (kind === 'email') return [mailboxOf(of)];
  const { apiBase: origin = '' } = of;
  if (!isProviderKind(kind)) return [];
  const stored = settingsAndSecret(kind, { ...of, apiBase: pocketBase });
  const name = app === kind ? 'Pocket' : `Pocket (${app[0]?.toUpperCase()}${app.slice(1)})`;
  return [{ app, kind, name, setUp: settingsAndSecret(kind, of), stored, origin }];
}

/** Letters are posted, and answers go to its mail server. */
function mailboxOf(of: Readonly<Record<string, string>>): Given {
  const { address, user, password, secret } = of;
  const port = Number(of['port']);
  const settings = { address, inbound: 'webhook', apiBase: pocketBase } as const;
  const by = (host: string, security: string) =>
    mailboxSetUp(
      newMailbox(
        EmailSettings.parse({ ...settings, smtp: { host, port, security, user, password } }),
        secret,
      ),
    );
  return {
    ...{ app: 'email', kind: 'email', name: 'Pocket' },
    setUp: by('127.0.0.1', 'none'),
    // Without TLS, no other machine is connected to, and an attempt would count as a wrong setting.
    stored: by(new URL(pocketBase).hostname, 'starttls'),
    origin: `smtp://127.0.0.1:${port}`,
  };
}
