// What one account may hold, and how its jobs are done. The effect of each is stated beside it and
// tested where it is enforced.

/** What one account may hold. Beyond: `account.full`, and everything there keeps working. */
export const accountLimits = {
  users: 1000,
  /** Accounts with an enabled user of one e-mail address. Beyond: `user.accounts_full`. */
  accountsOfPerson: 20,
  sites: 50,
  /** Of one site, valid ones. */
  secretKeys: 50,
  /** Revoked keys of one site kept in the list. Beyond: deletes the one revoked first. */
  revokedKeys: 50,
  sections: 500,
  goals: 200,
  /** Declared custom attributes. */
  attributes: 100,
  /** Including archived ones. */
  campaigns: 5000,
  /** Of one user at a time. A further one ends the one unused longest. */
  sessions: 50,
  /** API tokens of one user, including expired ones. Beyond: `account.full`. */
  tokens: 20,
} as const;

/** Bounds on jobs: what must be done once, whatever crashes. */
export const jobLimits = {
  /** In one process. */
  atOnce: 128,
  /** The same for one account. */
  ofAccount: 96,
  /** The same of one lane of an account: what comes over a channel, or leaves over it. */
  ofLane: 64,
  /** Taken in one go while messages of people who talk at this moment are late. */
  ofLook: 64,
  /** Accounts examined in one go, longest due first. */
  accounts: 1000,
  pollMs: 1000,
  /** While as many jobs run, a process rests before it looks for more, and so finds several at once. */
  busyFrom: 4,
  restMs: 50,
  /** The lease: after this another worker may take the job. */
  leaseMs: 60_000,
  /**
   * A server that starts frees the lease of a killed one up to this attempt. Beyond, the lease has to
   * lapse: the job may be what ends the server.
   */
  freedAttempts: 3,
  /** How long a handler may take. */
  handlingMs: 30_000,
  /** The longest back-off after a first failed attempt. It doubles after each further one. */
  firstRestMs: 2000,
  longestRestMs: 3600_000,
  /** Characters of a failure's reason. The rest is cut. */
  reasonLength: 500,
  /** How long the id of a finished job prevents a second one. */
  doneMs: 24 * 3600_000,
  /** How long a dead letter is kept. */
  deadMs: 30 * 24 * 3600_000,
  /** How long a dead letter that a person revives is retried. */
  revivedMs: 24 * 3600_000,
  /** How long a stopping process waits for running jobs. */
  closingMs: 5000,
} as const;
