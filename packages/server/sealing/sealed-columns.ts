// Every column with encrypted secrets, so that a new key reaches all of them. A secret in an
// unlisted column cannot be decrypted any more once its key is removed.

export interface SealedColumn {
  readonly table: string;
  /** The column that names the row; `SealedPlace.id` is its value. */
  readonly id: string;
  readonly column: string;
  readonly purpose: string;
  /** Whose rows they are: of an account, protected by row-level security, or of the installation. */
  readonly scope: 'account' | 'installation';
}

/** `SealedPlace.purpose` of what signs a site's customer tokens. */
export const signingKeyPurpose = 'site.signing_key';

/** `SealedPlace.purpose` of what signs in at an account's own mail server. */
export const mailPasswordPurpose = 'mail.password';

/** `SealedPlace.purpose` of what a channel signs or signs in with. */
export const channelSecretPurpose = 'channel.secret';

/** `SealedPlace.purpose` of what the requests of a webhook are signed with. */
export const webhookSecretPurpose = 'webhook.secret';

/** `SealedPlace.purpose` of what the file of an import is encrypted with. */
export const importKeyPurpose = 'contact_import.key';

export const sealedColumns: readonly SealedColumn[] = [
  {
    table: 'secret_keys',
    id: 'id',
    column: 'sealed_signing_key',
    purpose: signingKeyPurpose,
    scope: 'account',
  },
  {
    table: 'mail_servers',
    id: 'account',
    column: 'sealed_password',
    purpose: mailPasswordPurpose,
    scope: 'account',
  },
  {
    table: 'channels',
    id: 'id',
    column: 'secret',
    purpose: channelSecretPurpose,
    scope: 'account',
  },
  {
    table: 'webhooks',
    id: 'id',
    column: 'secret',
    purpose: webhookSecretPurpose,
    scope: 'account',
  },
  {
    table: 'contact_imports',
    id: 'id',
    column: 'sealed_key',
    purpose: importKeyPurpose,
    scope: 'account',
  },
];
