// The one table of start options: flag, environment variable, default and a sentence each. The
// command line, `--help` and docs/reference/configuration.md all come from it. It parses nothing.

export interface Option {
  /** Absent for secrets, which a command line would show to every user of the machine. */
  readonly flag?: string;
  readonly variable: string;
  /** What the flag takes, in words for people; absent for switches. */
  readonly takes?: string;
  /** What holds when it is not given, as it would be written. */
  readonly fallback?: string;
  readonly sentence: string;
}

export const options = {
  port: {
    flag: 'port',
    variable: 'OPPORTUNE_PORT',
    takes: 'port',
    fallback: '7700',
    sentence:
      'Console, API, tag and intake. When it is taken, the next free one is used and said; when you gave it, the start fails instead. 0 takes any free one.',
  },
  demoPort: {
    flag: 'demo-port',
    variable: 'OPPORTUNE_DEMO_PORT',
    takes: 'port or off',
    fallback: '7701',
    sentence: 'The demo shop, on another origin on purpose; `off` starts none.',
  },
  host: {
    flag: 'host',
    variable: 'OPPORTUNE_HOST',
    takes: 'address',
    fallback: '127.0.0.1',
    sentence:
      'The address to listen on; 0.0.0.0 or :: for all. Put a proxy that speaks TLS in front before the internet reaches it.',
  },
  publicUrl: {
    flag: 'public-url',
    variable: 'OPPORTUNE_PUBLIC_URL',
    takes: 'URL',
    sentence: 'Where browsers reach this server, when that is not the address it listens on.',
  },
  trustedProxies: {
    flag: 'trusted-proxies',
    variable: 'OPPORTUNE_TRUSTED_PROXIES',
    takes: 'addresses',
    sentence:
      "Addresses or ranges, separated by commas, whose word about the client's address is believed.",
  },
  dataFolder: {
    flag: 'data',
    variable: 'OPPORTUNE_DATA',
    takes: 'folder',
    fallback: 'data/ in the checkout',
    sentence: 'The embedded engines and the generated secrets. One server at a time uses it.',
  },
  memory: {
    flag: 'memory',
    variable: 'OPPORTUNE_MEMORY',
    takes: 'MB',
    fallback: '70 % of the machine',
    sentence:
      'The most resident memory of the server itself, in MiB, at least 256. The machine is its control group, where that has a limit. PostgreSQL and ClickHouse come on top.',
  },
  databaseUrl: {
    flag: 'database-url',
    variable: 'OPPORTUNE_DATABASE_URL',
    takes: 'URL',
    fallback: 'embedded',
    sentence:
      'A PostgreSQL of your own, 15 or newer, as the owner of an existing database who may create roles: postgres://user:password@host/database. Wants OPPORTUNE_CLICKHOUSE_URL too.',
  },
  databaseAppPassword: {
    variable: 'OPPORTUNE_DATABASE_APP_PASSWORD',
    takes: 'password',
    sentence:
      'The password of the role opportune_app, where an administrator of the database made it because the owner may not create roles.',
  },
  databaseConnections: {
    flag: 'database-connections',
    variable: 'OPPORTUNE_DATABASE_CONNECTIONS',
    takes: 'number',
    fallback: '10',
    sentence: 'Connections to PostgreSQL held at most.',
  },
  clickhouseUrl: {
    flag: 'clickhouse-url',
    variable: 'OPPORTUNE_CLICKHOUSE_URL',
    takes: 'URL',
    fallback: 'embedded',
    sentence: 'A ClickHouse of your own, 25.8 or newer: http://user:password@host:8123/database.',
  },
  natsUrl: {
    flag: 'nats-url',
    variable: 'OPPORTUNE_NATS_URL',
    takes: 'URL',
    fallback: 'in memory',
    sentence:
      'A NATS for several server processes. One process is what this version runs, so giving it stops the start.',
  },
  attachmentsUrl: {
    flag: 'attachments-url',
    variable: 'OPPORTUNE_ATTACHMENTS_URL',
    takes: 'URL',
    fallback: 'attachments/ in the data folder',
    sentence:
      'A bucket of an S3-compatible server for the files that people send: https://host/bucket. Wants both keys too.',
  },
  attachmentsRegion: {
    flag: 'attachments-region',
    variable: 'OPPORTUNE_ATTACHMENTS_REGION',
    takes: 'name',
    fallback: 'us-east-1',
    sentence: 'The region of that bucket.',
  },
  attachmentsKeyId: {
    variable: 'OPPORTUNE_ATTACHMENTS_KEY_ID',
    takes: 'key',
    sentence: 'The id of the access key of that bucket, which may read, write and delete in it.',
  },
  attachmentsSecret: {
    variable: 'OPPORTUNE_ATTACHMENTS_SECRET',
    takes: 'key',
    sentence: 'The secret of that access key.',
  },
  sealingKey: {
    variable: 'OPPORTUNE_SEALING_KEY',
    takes: 'key',
    fallback: 'in the data folder',
    sentence:
      'Seals the secrets that are stored: 32 bytes in base64 or hexadecimal. To rotate it, give the new key and, after a comma, the old one. Default: secrets/sealing-keys, which the first start makes.',
  },
  adminEmail: {
    flag: 'admin-email',
    variable: 'OPPORTUNE_ADMIN_EMAIL',
    takes: 'address',
    sentence:
      'The first administrator, for an unattended first start. Without it a one-time sign-in link is printed.',
  },
  adminPassword: {
    variable: 'OPPORTUNE_ADMIN_PASSWORD',
    takes: 'password',
    sentence: 'The password of that administrator, read at the first start only.',
  },
  smtpUrl: {
    flag: 'smtp-url',
    variable: 'OPPORTUNE_SMTP_URL',
    takes: 'URL',
    sentence:
      'The mail server for resets, invitations and answers: smtp://user:password@host:587. Without it the product says that it cannot send.',
  },
  smtpPlaintext: {
    flag: 'smtp-plaintext',
    variable: 'OPPORTUNE_SMTP_PLAINTEXT',
    takes: 'yes or no',
    fallback: 'no',
    sentence:
      'Whether letters may go in plain text to a mail server on another machine that offers no TLS. They hold links that open accounts.',
  },
  mailFrom: {
    flag: 'mail-from',
    variable: 'OPPORTUNE_MAIL_FROM',
    takes: 'address',
    fallback: 'opportune@localhost',
    sentence: 'The sender of that mail.',
  },
  allowPrivateDelivery: {
    flag: 'allow-private-delivery',
    variable: 'OPPORTUNE_ALLOW_PRIVATE_DELIVERY',
    takes: 'on or off',
    fallback: 'off',
    sentence:
      "Whether mail servers and custom channels of accounts may be at private or loopback addresses. Their administrators could then reach this machine's network.",
  },
  geographyFile: {
    flag: 'geography',
    variable: 'OPPORTUNE_GEOGRAPHY',
    takes: 'file',
    sentence: 'An .mmdb database of places. Without it visitors have no country.',
  },
  logLevel: {
    flag: 'log-level',
    variable: 'OPPORTUNE_LOG_LEVEL',
    takes: 'info, warn or error',
    fallback: 'info',
    sentence: 'The least serious records to write, as JSON lines on standard error.',
  },
} as const satisfies Record<string, Option>;

export type OptionName = keyof typeof options;
export const optionNames = Object.keys(options) as readonly OptionName[];

/** The table as an array of its widest type, for those who print it. */
export const optionList: readonly Option[] = Object.values(options);
