// The one table of start options: flag, environment variable, default and one sentence each. The
// command line, `--help` and docs/reference/configuration.md all come from it. It parses nothing.

export interface Option {
  /** Absent for secrets, because every user of the machine can see a command line. */
  readonly flag?: string;
  readonly variable: string;
  /** The value that the flag takes, described for people. Absent for switches. */
  readonly takes?: string;
  /** The default, as it would be written. */
  readonly fallback?: string;
  /** The value of a flag that stands alone. Another one then follows a `=`. */
  readonly alone?: string;
  readonly sentence: string;
}

export const options = {
  port: {
    flag: 'port',
    variable: 'OPPORTUNE_PORT',
    takes: 'port',
    fallback: '7700',
    sentence:
      'The port of the console, API, tag and intake. If the default is taken, the server uses the next free port and says so. If a port that you gave is taken, the start fails. 0 takes any free port.',
  },
  demoPort: {
    flag: 'demo-port',
    variable: 'OPPORTUNE_DEMO_PORT',
    takes: 'port or off',
    fallback: '7701',
    sentence: 'The port of the demo shop, which has an origin of its own. `off` starts no shop.',
  },
  sample: {
    flag: 'sample',
    variable: 'OPPORTUNE_SAMPLE',
    takes: 'yes or no',
    fallback: 'no',
    alone: 'yes',
    sentence:
      'Whether to make the sample shop of the first account, if there is none: six invented weeks in an account of its own. On the command line, `--sample` alone means yes.',
  },
  host: {
    flag: 'host',
    variable: 'OPPORTUNE_HOST',
    takes: 'address',
    fallback: '127.0.0.1',
    sentence:
      'The address to listen on. 0.0.0.0 or :: listens on all addresses. Put a TLS proxy in front before you expose the server to the internet.',
  },
  publicUrl: {
    flag: 'public-url',
    variable: 'OPPORTUNE_PUBLIC_URL',
    takes: 'URL',
    sentence:
      'The URL at which browsers reach this server, if it differs from the address it listens on.',
  },
  trustedProxies: {
    flag: 'trusted-proxies',
    variable: 'OPPORTUNE_TRUSTED_PROXIES',
    takes: 'addresses',
    sentence:
      "Addresses or ranges of proxies, separated by commas. The server takes the client's address from the forwarding headers of these proxies only.",
  },
  dataFolder: {
    flag: 'data',
    variable: 'OPPORTUNE_DATA',
    takes: 'folder',
    fallback: 'data/ in the checkout',
    sentence:
      'The folder for the embedded engines, attachments and generated secrets. One server at a time can use it.',
  },
  processes: {
    flag: 'processes',
    variable: 'OPPORTUNE_PROCESSES',
    takes: 'number',
    fallback: '1',
    sentence:
      'How many processes serve, from 1 to 16. Each account is at home in one of them, so more than one helps only several accounts. With more than one, a restart by SIGUSR2 replaces them one after the other.',
  },
  memory: {
    flag: 'memory',
    variable: 'OPPORTUNE_MEMORY',
    takes: 'MB',
    fallback: '70 % of the memory',
    sentence:
      'The maximum resident memory of the server process, in MiB, at least 320. The default is 70 % of the limit of the cgroup if there is one, else of the memory of the machine. PostgreSQL and ClickHouse need memory in addition.',
  },
  databaseUrl: {
    flag: 'database-url',
    variable: 'OPPORTUNE_DATABASE_URL',
    takes: 'URL',
    fallback: 'embedded',
    sentence:
      'Your own PostgreSQL, version 15 or newer: postgres://user:password@host/database. The user must own the existing database and be allowed to create roles. Requires OPPORTUNE_CLICKHOUSE_URL.',
  },
  databaseAppPassword: {
    variable: 'OPPORTUNE_DATABASE_APP_PASSWORD',
    takes: 'password',
    sentence:
      'The password of the role opportune_app. Needed only if the owner may not create roles and a database administrator created that role.',
  },
  databaseConnections: {
    flag: 'database-connections',
    variable: 'OPPORTUNE_DATABASE_CONNECTIONS',
    takes: 'number',
    fallback: '10',
    sentence: 'The maximum number of connections to PostgreSQL.',
  },
  clickhouseUrl: {
    flag: 'clickhouse-url',
    variable: 'OPPORTUNE_CLICKHOUSE_URL',
    takes: 'URL',
    fallback: 'embedded',
    sentence:
      'Your own ClickHouse, version 25.8 or newer: http://user:password@host:8123/database.',
  },
  natsUrl: {
    flag: 'nats-url',
    variable: 'OPPORTUNE_NATS_URL',
    takes: 'URL',
    fallback: 'none',
    sentence:
      'A NATS server, which makes this server a node of a cluster: nats://user:password@host:4222, or tls:// for TLS. Requires OPPORTUNE_DATABASE_URL, OPPORTUNE_CLICKHOUSE_URL, OPPORTUNE_ATTACHMENTS_URL, OPPORTUNE_SEALING_KEY and OPPORTUNE_CLUSTER_HOST.',
  },
  clusterHost: {
    flag: 'cluster-host',
    variable: 'OPPORTUNE_CLUSTER_HOST',
    takes: 'IP address',
    sentence:
      'The address of this node in a private network, on which it listens for other nodes of its cluster. They pass requests on in plain text.',
  },
  clusterPort: {
    flag: 'cluster-port',
    variable: 'OPPORTUNE_CLUSTER_PORT',
    takes: 'port',
    fallback: '7710',
    sentence: 'The port at that address. 0 takes any free port. No client may reach it.',
  },
  clusterReachedAt: {
    flag: 'cluster-reached-at',
    variable: 'OPPORTUNE_CLUSTER_REACHED_AT',
    takes: 'IP:port',
    sentence:
      'Where other nodes reach this one, if that is not where it listens: for example behind a published port of a container.',
  },
  clusterNames: {
    flag: 'cluster-names',
    variable: 'OPPORTUNE_CLUSTER_NAMES',
    takes: 'number',
    fallback: '8',
    sentence:
      'How many processes serve in a new cluster, on all its nodes together, from 1 to 64. Read when the first node makes the cluster, and fixed from then on. A cluster can use as many nodes.',
  },
  attachmentsUrl: {
    flag: 'attachments-url',
    variable: 'OPPORTUNE_ATTACHMENTS_URL',
    takes: 'URL',
    fallback: 'attachments/ in the data folder',
    sentence:
      'A bucket on an S3-compatible server for the files that people send: https://host/bucket. Requires OPPORTUNE_ATTACHMENTS_KEY_ID and OPPORTUNE_ATTACHMENTS_SECRET.',
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
    sentence: 'The id of an access key that may read, write and delete in that bucket.',
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
      'The key that encrypts stored secrets: 32 bytes in base64 or hexadecimal. To rotate it, give the new key, a comma, and the old key. By default the first start generates a key in secrets/sealing-keys.',
  },
  adminEmail: {
    flag: 'admin-email',
    variable: 'OPPORTUNE_ADMIN_EMAIL',
    takes: 'address',
    fallback: 'admin@opportune.local',
    sentence:
      'The e-mail address of the first administrator, by which they sign in. Read at the first start only. Without a password beside it, the server prints a one-time sign-in link.',
  },
  adminPassword: {
    variable: 'OPPORTUNE_ADMIN_PASSWORD',
    takes: 'password',
    sentence: 'The password of that administrator. Read at the first start only.',
  },
  smtpUrl: {
    flag: 'smtp-url',
    variable: 'OPPORTUNE_SMTP_URL',
    takes: 'URL',
    sentence:
      'The mail server for password resets, invitations and answers: smtp://user:password@host:587. Without it, the product says that it cannot send mail.',
  },
  smtpPlaintext: {
    flag: 'smtp-plaintext',
    variable: 'OPPORTUNE_SMTP_PLAINTEXT',
    takes: 'yes or no',
    fallback: 'no',
    sentence:
      'Whether to send mail in plain text if a mail server on another machine offers no TLS. That mail contains links that give access to accounts.',
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
      "Whether mail servers and custom channels of accounts may be at private or loopback addresses. If on, administrators of accounts can reach this machine's network.",
  },
  geographyFile: {
    flag: 'geography',
    variable: 'OPPORTUNE_GEOGRAPHY',
    takes: 'file',
    sentence:
      'A geography database in .mmdb format. Without it, the country of visitors is unknown.',
  },
  voicePorts: {
    flag: 'voice-ports',
    variable: 'OPPORTUNE_VOICE_PORTS',
    takes: 'range or off',
    sentence:
      'The UDP ports for the sound of calls, such as 40000-40199: one for each browser in a call. Open them in the firewall. Without them, calls are offered only if the server listens on a loopback address and has no public URL. `off` offers none.',
  },
  voiceAddress: {
    flag: 'voice-address',
    variable: 'OPPORTUNE_VOICE_ADDRESS',
    takes: 'IP address',
    sentence:
      'The IP address at which browsers reach those ports, if it differs from those of the machine: behind a router that translates addresses, or in a container.',
  },
  turnUrl: {
    flag: 'turn-url',
    variable: 'OPPORTUNE_TURN_URL',
    takes: 'URLs',
    sentence:
      'TURN or STUN servers that help browsers in networks that block UDP, separated by commas: turns:turn.example.com:443?transport=tcp. TURN servers require OPPORTUNE_TURN_SECRET.',
  },
  turnSecret: {
    variable: 'OPPORTUNE_TURN_SECRET',
    takes: 'secret',
    sentence:
      'The secret shared with the TURN servers, from which browsers get credentials for a limited time (`static-auth-secret` of coturn).',
  },
  logLevel: {
    flag: 'log-level',
    variable: 'OPPORTUNE_LOG_LEVEL',
    takes: 'info, warn or error',
    fallback: 'info',
    sentence: 'The lowest level of log records to write. They go to standard error as JSON lines.',
  },
} as const satisfies Record<string, Option>;

export type OptionName = keyof typeof options;
export const optionNames = Object.keys(options) as readonly OptionName[];

/** The options as an array of the widest type, for code that prints them. */
export const optionList: readonly Option[] = Object.values(options);
