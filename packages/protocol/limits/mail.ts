// Limits of mailboxes, of e-mails that are read, and of what a message shows of them. The effect of
// each is stated beside it and tested where it is enforced.

const KiB = 1024;

/** Bounds on mailboxes that are connected, and on what is fetched from them. */
export const mailboxLimits = {
  hostLength: 253,
  userLength: 254,
  passwordLength: 512,
  nameLength: 80,
  /** Folders of one mailbox that are watched, each over its own connection. */
  folders: 5,
  folderLength: 200,
  signatureLength: 2000,
  /** Of skills, and of agents, each. */
  signatures: 200,
  /** Mailboxes that one process watches. The others are watched by other processes, or wait. */
  watched: 500,
  /** Bytes of letters of all mailboxes that are being fetched and stored. Beyond: they wait. */
  fetchingBytes: 80 * 1024 * KiB,
  /** How long a process keeps a mailbox without saying that it lives. */
  leaseMs: 30_000,
  /** How often a process says that it lives, and looks for mailboxes that nobody watches. */
  lookMs: 5_000,
  /** The longest wait before a mailbox is connected to again. */
  longestRestMs: 300_000,
  /** How often a folder is looked at if its server announces nothing. */
  lookAgainMs: 60_000,
  /** The size of the letters that a system posts. Beyond: HTTP 413 `request.too_large`. */
  postedBytes: 26 * 1024 * KiB,
  /** How long after its end an e-mail conversation goes on with a reply. Beyond: a new one begins. */
  goesOnMs: 30 * 24 * 3600_000,
  /** Hours of silence that end a conversation by e-mail, if its channel sets none. */
  closesAfterH: 336,
  /** Recipients of copies that an agent may name, each of CC and BCC. */
  copies: 20,
  subjectLength: 200,
} as const;

/** Bounds on an e-mail that is read. Beyond one, the rest is not read, and the letter says so. */
export const letterLimits = {
  /** Bytes of the whole letter. */
  letterBytes: 40 * 1024 * KiB,
  /** How long one is read at first. Beyond: by a second process, for those that take long. */
  quickMs: 1000,
  /** How long one is read, and the memory of each process that reads. Beyond: it is kept as a file. */
  readingMs: 15_000,
  readingBytes: 256 * 1024 * KiB,
  /** Letters that wait for each process. Beyond: they come later. */
  waitingBytes: 96 * 1024 * KiB,
  /** Parts, and how deep they may be nested. */
  parts: 300,
  depth: 20,
  /** Characters of the header of a part, its fields, and the characters of one field. */
  headerLength: 256 * KiB,
  fields: 1_000,
  fieldLength: 64 * KiB,
  /** Addresses of one field, and Message-IDs that it refers to. */
  addresses: 200,
  references: 100,
  subjectLength: 500,
  /** Characters of its text. */
  textLength: 500_000,
  /** Characters of its HTML, elements and texts in it, and how deep they may be nested. */
  htmlLength: 1_000_000,
  htmlNodes: 50_000,
  htmlDepth: 256,
  files: 100,
  nameLength: 200,
  /** Characters of the words with which a server refused a letter of ours. */
  diagnosticLength: 500,
  /** Servers that a letter may have passed. Beyond, it goes round in a circle. */
  hops: 50,
} as const;

/** Bounds on what a message says of its e-mail. The rest is cut. */
export const shownLetterLimits = {
  subjectLength: 500,
  nameLength: 200,
  addressLength: 320,
  /** Recipients of each kind. */
  people: 30,
  /** Recipients that a delivery report names. */
  reports: 10,
  diagnosticLength: 500,
  eventLength: 300,
  wordLength: 80,
  /** Parts that could not be shown. */
  unread: 12,
  /** Content ids of pictures. */
  pictures: 100,
} as const;
