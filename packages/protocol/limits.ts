// Every documented limit of intake, profile and conversation, in one place. The effect of each
// limit is stated beside it and tested where it is enforced.

const KiB = 1024;

/**
 * Bounds on what a client may send. Beyond one: the event is refused with its code, the rest is
 * accepted.
 */
export const intakeLimits = {
  /** One event as JSON. Beyond: `event.too_large`. */
  eventSizeBytes: 32 * KiB,
  /** One HTTP body or socket frame. Beyond: HTTP 413 `request.too_large`, or socket close 1009. */
  requestSizeBytes: 512 * KiB,
  /** A gzip body may unpack to this many times its size. Beyond: `request.too_large`. */
  unpackedRatio: 100,
  /** A body may always unpack to this much, whatever its size. */
  unpackedFreeBytes: 64 * KiB,
  /** How long a body may take to arrive. Beyond: `request.too_slow`. */
  bodyMs: 30_000,
  /**
   * Bodies and frames of all clients being received. Beyond: the sender with most loses the
   * largest.
   */
  arrivingBytes: 64 * 1024 * KiB,
  /** The first frame of a connection, before its key is known. Beyond: close 1009. */
  helloSizeBytes: 32 * KiB,
  /** Events in one batch. Beyond: `batch.too_long` for the whole batch. */
  batchEvents: 500,
  /** Nesting of properties. Beyond: `event.too_deep`. */
  propertyDepth: 8,
  /** Keys of one properties object, all levels together. Beyond: `event.too_many_properties`. */
  propertyCount: 255,
  /** Characters of an event name. */
  nameLength: 200,
  /** Characters of one string property. Beyond: `event.too_large`. */
  stringLength: 8192,
  /** A price, a quantity, a sum. Beyond it, or below its negative: `event.property_type`. */
  amount: 1_000_000_000_000,
  /**
   * How far in the past an event may be on the live intake. Older history requires `npm run
   * import`.
   */
  pastMs: 7 * 24 * 3600_000,
  /** An event older than this on arrival updates facts and fires nothing. */
  liveMs: 60_000,
} as const;

/** How accounts share the event loop: charged work that waits for its account's turn. */
export const turnLimits = {
  /** How long such work runs before input that arrived meanwhile is read. */
  turnMs: 5,
  /** How long one account's work runs while that of others waits. */
  shareMs: 1,
  /**
   * Bytes that wait, of all accounts. One holds at most as much as is free. Beyond:
   * `server.overloaded`.
   */
  waitingBytes: 64 * 1024 * KiB,
} as const;

/** Bounds on the events that the debugger keeps for display. */
export const debuggerLimits = {
  /** Sites with kept events. Beyond: evicts those of the site unused longest. */
  sites: 500,
  /** Events of one site. Beyond: evicts the oldest. */
  entriesPerSite: 1000,
  /** Accepted events of one site kept a second, and as many others. Beyond: only counted. */
  perSecond: 200,
  /** Characters kept of one event. */
  receivedLength: 4096,
  /** Bytes of all sites. Beyond: the site that holds most loses its oldest. */
  keptBytes: 32 * 1024 * KiB,
} as const;

/**
 * Bounds on what is remembered of new visitors' senders, to detect bursts: keyed hashes, in memory
 * only.
 */
export const burstLimits = {
  /** How long a sender's hash and its new visitors are remembered. */
  keptMs: 24 * 3600_000,
  /** Senders. Beyond: evicts the one without arrivals for longest. */
  senders: 20_000,
  /**
   * New visitors of one sender, and of all, who may still be marked. Beyond: evicts the oldest, and
   * the oldest sender, unmarked.
   */
  visitorsOfSender: 256,
  visitors: 50_000,
} as const;

/** Bounds on one visitor's state. The oldest is evicted, and counted. */
export const profileLimits = {
  /** The most characters of all bounds below together, as JSON, an escaped one counted as one. */
  profileLength: 320 * KiB,
  /** A visit ends when nothing happened for this long. */
  visitGapMs: 30 * 60_000,
  /** How long a client id is remembered. */
  dedupeMs: 7 * 24 * 3600_000,
  /** Client ids remembered. Beyond: evicts the oldest, and the log is queried instead. */
  dedupeIds: 2000,
  /** Recent events kept for counts and for the timeline. */
  recentEvents: 200,
  /** Open page views remembered: tabs of one browser. */
  openPages: 4,
  /**
   * Distinct pages, products and search words remembered. The bound of pages also applies to
   * sections seen.
   */
  pages: 100,
  products: 50,
  searches: 10,
  /**
   * In one visit: distinct names of marks clicked, of forms begun, left and sent; and of errors.
   */
  marks: 20,
  errors: 10,
  /** Topics of requested services. */
  topics: 10,
  /** Orders whose ids and remaining values are remembered. */
  orders: 50,
  /** Remembered keys by which goals were reached. */
  goalKeys: 100,
  /** Characters kept of each such text. */
  textLength: 128,
  /** Traits of the customer: claimed ones, and as many verified ones. */
  traits: 20,
  /** Custom attributes remembered, declared or not. */
  attributes: 50,
  /** Raised score nodes. */
  scores: 64,
  /** Pending timers. */
  timers: 64,
  /** Decisions remembered for caps. */
  decisions: 100,
  /** Events read back from the log when a profile is restored: the newest. */
  restoreEvents: 5000,
} as const;

/** Bounds on the delivery of decisions. */
export const decisionLimits = {
  /** How long a live offer reserves an agent's place. */
  offerHoldMs: 30_000,
  /** A timer that is later than this (after a crash) is skipped and counted. */
  timerOverdueMs: 5000,
} as const;

/** Bounds on offers that go on in a messaging channel. */
export const offerLimits = {
  /** How long a link from a page says who was offered it. */
  tokenMs: 30 * 60_000,
  /** How long after that its token is kept. */
  keptMs: 24 * 3600_000,
  /** Links being stored. Beyond, the offer is a chat alone. */
  storing: 500,
} as const;

/** Bounds on an optimising campaign. */
export const optimiseLimits = {
  /** The most seconds that an invitation may wait. */
  delayS: 300,
  /**
   * Pages of a visit, from its first, on which a policy is asked. Beyond: only at its campaign's
   * own moment.
   */
  lookPages: 30,
  /**
   * Seconds of a visit within which a policy is asked. Beyond: only at its campaign's own moment.
   */
  lookS: 2700,
} as const;

/** Bounds on conversations. */
export const conversationLimits = {
  /** Characters of one message. Beyond: `message.too_long`. */
  messageLength: 4000,
  /** Characters of a typing preview; the rest is cut. */
  previewLength: 500,
  /** How long a contact without a connection is shown as typing, unless they still are. */
  typingMs: 15_000,
  /** Messages a visitor may send in ten seconds. Beyond: `rate.messages`. */
  messagesPerTenSeconds: 20,
  /** Chat frames of any kind that a visitor may send in ten seconds. Beyond: `rate.messages`. */
  framesPerTenSeconds: 400,
  /**
   * Conversations whose messages one agent's screen gets in addition to its own. Beyond: evicts the
   * oldest.
   */
  watched: 50,
  /** Drafts kept of one user. Beyond: evicts the oldest. */
  drafts: 50,
  /** Agents who write in one conversation beside its owner. Beyond: `agent.no_room`. */
  joined: 4,
  /** Commands of one account's agents whose answers are remembered. Beyond: evicts the oldest. */
  commands: 2000,
  /** Messages in one page of a resume. */
  resumePage: 100,
  /** How long an agent who is gone keeps their conversations. */
  agentGraceMs: 30_000,
  /**
   * How long a waiting visitor without a browser keeps their place. Then the conversation leaves
   * the queue.
   */
  visitorGraceMs: 300_000,
  /**
   * Hours of a contact's silence that end a resting conversation, unless its channel sets another
   * value.
   */
  closesAfterH: 72,
  /** A wrap-up that its agent does not end, ends by itself after this long. */
  wrapUpMs: 120_000,
  /** Unanswered left messages that a console is sent at its start. The rest is counted. */
  openCases: 500,
  /** Answered, unclosed left messages that a console is sent at its start: the latest. */
  answeredCases: 100,
  /** Conversations waiting in one account. Beyond: `queue.full`; a message may be left instead. */
  waiting: 500,
  /**
   * Conversations of one account that rest without an agent. Beyond: one that somebody begins in the
   * provider's own app is stored, and ends at once.
   */
  restingAlone: 1000,
  /**
   * Waiting conversations of one address in one account. Beyond: each further one requires a proof
   * of work.
   */
  waitingWithoutProof: 25,
  /**
   * Left messages in one account that wait for an answer. Beyond: `message.no_room`, nothing is
   * stored.
   */
  messagesLeft: 10_000,
  /** Begun by one address beyond its budget, each with a proof of work. Beyond: `rate.chats`. */
  provedOfAddress: 300,
  /** Begun by one visitor beyond their budget, each with a proof of work. Beyond: `rate.chats`. */
  provedOfVisitor: 20,
  /** How long the challenge of a proof of work is valid. */
  proofMs: 120_000,
} as const;

/** Entries of tables in the server's memory. The reference says which are evicted first. */
export const tableLimits = {
  /** Batches of one account that wait while profiles are read. */
  waitingBatches: 5000,
  /** Visitors whose older ids are being looked up in the log. */
  lookUps: 10_000,
  /** Events of our own that wait for a store. */
  tells: 10_000,
  /** Open visits of one account that its goals learn from. */
  openVisits: 20_000,
  /** Visitor ids whose holder is known. */
  claims: 50_000,
  /** Keys of sites whose owner is known, including unknown keys; and as many last uses. */
  keys: 10_000,
  /** Sites whose reply time was measured lately. */
  replyTimes: 1_000,
  /** Accounts whose agents' photos are known. */
  photos: 1_000,
  /** Key sets of identity providers. */
  keySets: 200,
  /** API sessions found valid a moment ago. */
  goodSessions: 20_000,
  /** User agents whose device and bot status is known. */
  userAgents: 5000,
  /** Visitors of one account whose messages of the last seconds are counted. */
  senders: 20_000,
  /** Repeated requests that may have been done and whose answer could not be stored. */
  unstoredAnswers: 1000,
  /** Their characters. */
  unstoredLength: 8 * 1024 * KiB,
  /** Messages of one topic between parts of the server. */
  busMessages: 10_000,
  /** Accounts whose availability is known. */
  rooms: 10_000,
  /** Bytes being sent to the engine host. */
  hostBytes: 128 * 1024 * KiB,
} as const;

/** Bounds on what a message carries beside its text. Beyond: `request.invalid` with the field. */
export const contentLimits = {
  /** Characters of the whole as JSON. */
  contentLength: 16 * KiB,
  /** Characters of the words above replies, cards or a form. */
  textLength: 2000,
  replies: 10,
  /** Characters of a reply, a button, an option. */
  choiceLength: 60,
  /** Cards in one message. */
  cards: 10,
  /** Buttons of one card. */
  buttons: 3,
  titleLength: 120,
  cardTextLength: 600,
  /** Fields of one form. */
  fields: 12,
  /** Options of one choice field. */
  options: 20,
  labelLength: 300,
  /** Characters of one answered field. */
  valueLength: 1000,
  addressLength: 2048,
} as const;

/** Bounds on files that people send. An account's own limit is never higher. */
export const attachmentLimits = {
  /** Bytes of one file. Beyond: `attachment.too_large`, and nothing of it is kept. */
  sizeBytes: 25 * 1024 * KiB,
  /** Characters of a file's name. The rest is cut, its extension stays. */
  nameLength: 150,
  /** Points of a picture that is shown. Beyond: it is offered as a file. */
  picturePixels: 64_000_000,
  /** Files of one visitor in 24 hours, and their bytes. Beyond: `attachment.too_many`. */
  visitorFiles: 50,
  visitorBytes: 200 * 1024 * KiB,
  /** Bytes of the files of all visitors of an account in 24 hours. Beyond: `attachment.too_many`. */
  accountBytes: 20 * 1024 * 1024 * KiB,
  /**
   * Bytes of all files being uploaded, held in memory. Beyond: `server.overloaded`, may be retried.
   */
  heldBytes: 64 * 1024 * KiB,
  /**
   * Bytes of a file that must arrive, or leave for a reader, in each span of `paceMs`. Fewer:
   * `attachment.too_slow`; a reader's connection is cut.
   */
  paceBytes: 64 * KiB,
  paceMs: 20_000,
  /** How long one file may take to arrive or to be read. Beyond: as for too slow a pace. */
  transferMs: 15 * 60_000,
  /**
   * How long a file address given to a visitor's window is valid. Loading the file again gives
   * another.
   */
  addressMs: 24 * 3600_000,
  /** A file that no message carries is removed after this long. */
  unsentMs: 24 * 3600_000,
} as const;

/** Bounds on channels, and on their declared capabilities. */
export const signingLimits = {
  /** How long the former secret of a custom channel or a webhook stays valid after a new one is made. */
  formerSecretMs: 24 * 3600_000,
} as const;

export const webhookLimits = {
  nameLength: 80,
  urlLength: 2048,
  /** Webhooks of one account. Beyond: `account.full`. */
  webhooks: 20,
  /** How long an event is tried. Beyond, it has failed and can be sent again by hand. */
  triedMs: 3 * 24 * 3600_000,
  /** How long a receiver may take to answer. */
  answerMs: 15_000,
  /** Without a success for this long while events fail, a webhook is paused. */
  failingMs: 24 * 3600_000,
  /** Events of one webhook that wait. Beyond, new ones are dropped and counted. */
  waiting: 10_000,
  /** Bytes of the bodies of these. Beyond, new ones are dropped and counted. */
  waitingBytes: 64 * 1024 * KiB,
  /** How long the log keeps an event. */
  keptMs: 14 * 24 * 3600_000,
  /** Bytes of bodies in the log of one webhook. Beyond, the log loses its oldest events. */
  keptBytes: 256 * 1024 * KiB,
  /** Bytes that may end before the log is measured anew. It exceeds `keptBytes` by these at most. */
  measuredBytes: 8 * 1024 * KiB,
  /** Bytes of a receiver’s answer that the log keeps. */
  answerBytes: 1024,
  /** How often webhooks are told of decisions and conversions that were stored meanwhile. */
  factsEveryMs: 1000,
  /** Decisions, and as many conversions, that one webhook is told of in one transaction. */
  factsAtOnce: 200,
  /** How often a paused webhook is looked at, in addition to when it is resumed. */
  heldMs: 3600_000,
} as const;

export const channelLimits = {
  /** Characters of a channel's name. */
  nameLength: 80,
  /** Channels of one account, including the two built-in ones. Beyond: `account.full`. */
  channels: 50,
  /** The most hours of silence that may be set to end conversations. */
  closesAfterH: 8760,
  /**
   * The shortest text that a channel may be declared to accept: a character of any script fits,
   * however it is counted.
   */
  shortestText: 20,
  /** The shortest label on a button: a number and its dot. */
  shortestLabel: 8,
  /** The longest text that may be declared. */
  longestText: 100_000,
  /** Replies, buttons, rows, cards or fields in one part. */
  mostOptions: 100,
  /** Bodies of all providers being received. Beyond: the sender with most loses the largest. */
  arrivingBytes: 48 * 1024 * KiB,
  /** Bytes of one request of a provider. Beyond: HTTP 413 `request.too_large`. */
  requestBytes: 1024 * KiB,
  /** The same of Meta, which batches up to 3 MB. */
  metaRequestBytes: 3 * 1024 * KiB,
  /** How long a returned number selects a choice of the message that asked. */
  numberedMs: 24 * 3600_000,
} as const;

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

/** Bounds on templates of a channel, and on what is filled in. */
export const templateLimits = {
  /** Templates of one channel. The rest is left out. */
  templates: 500,
  nameLength: 512,
  languageLength: 20,
  /** Characters of a header, body or footer as sent. Beyond: `request.invalid`. */
  textLength: 1100,
  valueLength: 1000,
  /** Variables of one text. */
  values: 30,
  buttons: 10,
  addressLength: 2048,
} as const;

/** Bounds on jobs: what must be done once, whatever crashes. */
export const jobLimits = {
  /** In one process. */
  atOnce: 32,
  /** The same for one account. */
  ofAccount: 24,
  /** The same of one lane of an account: what comes over a channel, or leaves over it. */
  ofLane: 16,
  /** Accounts examined in one go, longest due first. */
  accounts: 1000,
  pollMs: 1000,
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

/** Bounds on channels of kind *custom*. */
export const customLimits = {
  /** Bytes of one request. Beyond: HTTP 413 `request.too_large`. */
  bodyBytes: 64 * KiB,
  /** Characters of an id that a system chooses. */
  idLength: 200,
  nameLength: 120,
  /** Characters of the reason for a failure. */
  detailLength: 500,
  /** Files of one message. */
  attachments: 10,
  /** Characters of a reaction: an emoji, or its name. */
  reactionLength: 40,
} as const;

/** Bounds on deliveries, and on what providers report. */
export const deliveryLimits = {
  /** How long a message's delivery is retried, while its channel is connected. */
  triedMs: 24 * 3600_000,
  /** How long a provider may take to answer. */
  answerMs: 20_000,
  /**
   * How often deliveries held for a stopped channel are examined, in addition to when channels
   * change.
   */
  heldMs: 3600_000,
  /** The shortest wait for a rate limit that is stored and shown. */
  shownWaitMs: 5000,
  /** The longest that a provider may rate-limit a channel. Beyond, it is tried again. */
  longestHoldMs: 3600_000,
  /** Channels and addresses whose rates are remembered. */
  buckets: 20_000,
  /** Deliveries whose turn is remembered. */
  turns: 20_000,
  /** How long received data is kept unchanged. */
  rawMs: 30 * 24 * 3600_000,
  /** How long the handling of an item is retried. */
  handledMs: 3 * 24 * 3600_000,
  /** Items of one channel that wait to be handled. Beyond: `rate.key`. */
  waitingItems: 5000,
  /** When a provider refused for this reason is told to try again. */
  fullMs: 10_000,
} as const;

/** Bounds on every socket. A reader that falls further behind is closed with 4008 and resumes. */
export const socketLimits = {
  outboundBytes: 1024 * KiB,
  heartbeatMs: 25_000,
  /** If no frame, not even a heartbeat, arrives for this long, the socket is closed. */
  silenceMs: 60_000,
  /** How often a console is pinged. */
  consoleBeatMs: 8_000,
  /** After this many unanswered pings in a row its connection is closed. */
  consoleMisses: 2,
  /** One frame of a console. Beyond: close 1009. */
  consoleFrameBytes: 64 * KiB,
  /**
   * Frames of one console waiting to be handled. Beyond: the socket is not read until they are
   * done.
   */
  consoleFrames: 64,
  /** How long broadcasts to consoles are batched after a previous one. */
  gatherMs: 50,
  /** The size of such a batch for one console. Beyond: it is sent at once. */
  gatheredBytes: 64 * KiB,
} as const;

/** What a console is sent of visitors on the site. */
export const liveLimits = {
  /** Visitors whose rows it has. The count is always complete. */
  rows: 2_000,
  /** Rows of one frame. More follow in the next. */
  rowsPerFrame: 200,
  /** With this many bytes waiting, a console gets no rows until they are read. */
  waitingBytes: 128 * KiB,
} as const;

/** Bounds on reports of a Content-Security-Policy, which anybody can send. */
export const reportingLimits = {
  /** One request. Beyond: HTTP 413, and nothing of it is counted. */
  bodySizeBytes: 64 * KiB,
  /** Reports of one request that count. */
  reports: 50,
  /** Log lines for them. Beyond: they are only counted. */
  linesPerMinute: 20,
} as const;

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

/** Agents who are at the desk without a socket. */
export const presenceLimits = {
  /** How long an agent who reported over REST counts as present. */
  stayMs: 60_000,
} as const;

/** Bounds on what managers exclude from a sensitivity analysis. */
export const exclusionLimits = {
  /** Exclusions of one campaign that were not revoked. Beyond: `account.full`. */
  ofCampaign: 20,
} as const;

/** Bounds on a rehearsal: a draft run over the stored visits of an account. */
export const rehearsalLimits = {
  /** How far back visits are examined. */
  days: 30,
  /**
   * Parts into which visitors are divided by a hash of their id: the finest share that can be
   * drawn.
   */
  hashParts: 1_000_000,
  /** Events of one visitor: the newest. Older ones are ignored. */
  eventsPerVisitor: 2000,
  /** After this it ends, with an estimate from the share of visitors examined so far. */
  timeMs: 120_000,
  /** If its progress is not queried for this long, it is stopped. */
  unaskedMs: 15_000,
  /** Names of pages and of sections that are counted separately. Beyond: only the total counts. */
  names: 2000,
  /** Orders with refunds or cancellations: the newest. Those of others are ignored. */
  returns: 50_000,
  /** Records of availability. Beyond: one a minute. */
  availability: 20_000,
  /**
   * Answers kept in memory, of all accounts. Beyond: the account that has most loses its oldest.
   */
  answers: 200,
  /** An older answer is recomputed on request. */
  freshMs: 15 * 60_000,
} as const;

/** When the window of a decision is over: in results, in what policies learn, in rehearsals. */
export const windowLimits = {
  /** Late events are accepted for this long after a window of fixed length. */
  lateMs: 24 * 3600_000,
  /** A same-visit window is over this long after the decision, however long the visit lasts. */
  visitMs: 24 * 3600_000,
} as const;

/** Bounds on figures that are read and watched. */
export const reportLimits = {
  /**
   * Percent of one core that open pages may use for their figures. Beyond: they wait for their
   * turn.
   */
  pagesPercent: 20,
  /** Seconds that one request may wait for a change. */
  waitS: 25,
  /** Waiting requests, of all accounts. Beyond: answered without waiting. */
  waits: 1000,
  /** Answers kept in memory, of all accounts. Beyond: evicts the one unused longest. */
  answers: 500,
  /** An older answer is recomputed, whether or not something has changed. */
  answerMs: 60_000,
} as const;
