// Entries and bytes of tables in the memory of the server. `packages/server/memory/` lists all
// tables.

const KiB = 1024;

/** Entries of tables in the server's memory. The reference says which are evicted first. */
export const tableLimits = {
  /** Accounts on one installation. Beyond: `server.accounts_full`. */
  accounts: 10_000,
  /** Accounts whose newest configuration is kept. */
  configurations: 1000,
  /** Bytes of these. */
  configurationBytes: 128 * 1024 * KiB,
  /** The configuration of one account, in the same measure. Beyond: `account.full`. */
  accountConfigurationBytes: 64 * 1024 * KiB,
  /** Accounts whose needs are known. */
  needs: 64,
  /** Batches of one account that wait while profiles are read. */
  waitingBatches: 5000,
  /** Visitors whose older ids are being looked up in the log. */
  lookUps: 10_000,
  /** Bytes of the batches that wait for it. */
  lookUpBytes: 64 * 1024 * KiB,
  /** Events of our own that wait for a store. */
  tells: 10_000,
  /** Their bytes. */
  tellBytes: 32 * 1024 * KiB,
  /** Open visits of one account that its goals learn from. */
  openVisits: 20_000,
  /** Their bytes. */
  openVisitBytes: 64 * 1024 * KiB,
  /** Visitor ids whose holder is known. */
  claims: 50_000,
  /** Keys of sites whose owner is known, including unknown keys; and as many last uses. */
  keys: 10_000,
  /** Bytes of the known owners, with the settings of their sites. */
  keyBytes: 32 * 1024 * KiB,
  /** Orders that named a customer alone, and the visitors to whom they were credited. */
  credits: 10_000,
  /** Sites whose reply time was measured lately. */
  replyTimes: 1_000,
  /** Accounts whose agents' photos are known. */
  photos: 1_000,
  /** Bytes of these. */
  photoBytes: 16 * 1024 * KiB,
  /** Key sets of identity providers. */
  keySets: 200,
  /** API sessions found valid a moment ago. */
  goodSessions: 20_000,
  /** User agents whose device and bot status is known. */
  userAgents: 5000,
  /** Visitors whose messages of the last seconds are counted, and as many for other frames. */
  senders: 20_000,
  /** Bytes of each of these two tables. */
  senderBytes: 16 * 1024 * KiB,
  /** Repeated requests that may have been done and whose answer could not be stored. */
  unstoredAnswers: 1000,
  /** Their characters. */
  unstoredLength: 8 * 1024 * KiB,
  /** Messages of one topic between parts of the server. */
  busMessages: 10_000,
  /** Their bytes. */
  busBytes: 32 * 1024 * KiB,
  /** With several machines: processes of which the number of their newest message is known. */
  busSenders: 2_000,
  /** Accounts whose availability is known. */
  rooms: 10_000,
  /** Bytes of these. */
  roomBytes: 16 * 1024 * KiB,
  /** Bytes being sent to the engine host. */
  hostBytes: 128 * 1024 * KiB,
  /** In the engine host: bytes of a file of the journal. */
  journalBytes: 32 * 1024 * KiB,
  /** Bytes of free blocks for the newest events of visitors. */
  freeBlockBytes: 4 * 1024 * KiB,
} as const;
