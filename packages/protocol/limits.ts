// Every written limit of the intake, the profile and the conversation, in one place.
// What happens at each limit is stated beside it and tested where it is enforced.

const KiB = 1024;

/** Bounds on what a client may send. Beyond one: the event is refused with its code, the rest goes on. */
export const intakeLimits = {
  /** One event as JSON. Beyond: `event.too_large`. */
  eventSizeBytes: 32 * KiB,
  /** One HTTP body or socket frame. Beyond: HTTP 413 `request.too_large`, or socket close 1009. */
  requestSizeBytes: 512 * KiB,
  /** A gzip body may unpack to so many times its size. Beyond: `request.too_large`. */
  unpackedRatio: 100,
  /** Whatever its size, a body may unpack to so much. */
  unpackedFreeBytes: 64 * KiB,
  /** How long a body may take to arrive. Beyond: `request.too_slow`. */
  bodyMs: 30_000,
  /** Bodies and frames on their way in, of everybody. Beyond: whoever sends most loses the largest. */
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
  /** Characters of one string property; longer ones are refused with `event.too_large`. */
  stringLength: 8192,
  /** Of a price, a quantity, a sum: beyond it, or below its negative, `event.property_type`. */
  amount: 1_000_000_000_000,
  /** How far in the past an event may claim to be on the live intake; older needs `npm run import`. */
  pastMs: 7 * 24 * 3600_000,
  /** An event older than this on arrival updates facts and fires nothing. */
  liveMs: 60_000,
} as const;

/** How accounts share the event loop: work that is paid for and waits for its account's turn. */
export const turnLimits = {
  /** How long such work runs until what has arrived meanwhile is read. */
  turnMs: 5,
  /** How long one account's work runs while that of others waits. */
  shareMs: 1,
  /** Bytes that wait, of all accounts; one holds at most as much as is free. Beyond: `server.overloaded`. */
  waitingBytes: 64 * 1024 * KiB,
} as const;

/** Bounds on what the debugger keeps of events, to be looked at. */
export const debuggerLimits = {
  /** Sites of which it keeps any. Beyond: those of the site unused longest are forgotten. */
  sites: 500,
  /** Events of one site. Beyond: the oldest is forgotten. */
  entriesPerSite: 1000,
  /** Events of one site a second, of those that went well and as many others. Beyond: they are counted only. */
  perSecond: 200,
  /** Characters kept of one event. */
  receivedLength: 4096,
  /** Bytes of all sites. Beyond: the site that holds most loses its oldest. */
  keptBytes: 32 * 1024 * KiB,
} as const;

/** Bounds on what is remembered of new visitors' senders, to notice bursts: keyed hashes, in memory alone. */
export const burstLimits = {
  /** How long a sender's hash and its new visitors are remembered. */
  keptMs: 24 * 3600_000,
  /** Senders; beyond, the one that nobody came from for longest is forgotten. */
  senders: 20_000,
  /** New visitors of one sender, and of all, who may still be marked; beyond, the oldest, and the oldest sender, are forgotten unmarked. */
  visitorsOfSender: 256,
  visitors: 50_000,
} as const;

/** Bounds on one visitor's state. What falls out is the oldest, and is counted. */
export const profileLimits = {
  /** Characters that all bounds below come to at most, as JSON, an escaped one counted as one. */
  profileLength: 320 * KiB,
  /** A visit ends when nothing happened for this long. */
  visitGapMs: 30 * 60_000,
  /** How long a client id is remembered. */
  dedupeMs: 7 * 24 * 3600_000,
  /** Client ids remembered; beyond, the oldest is forgotten and the log is asked instead. */
  dedupeIds: 2000,
  /** Recent events kept for counts and for the timeline. */
  recentEvents: 200,
  /** Open page views remembered: tabs of one browser. */
  openPages: 4,
  /** Distinct pages, products and search words remembered; pages bound the sections seen too. */
  pages: 100,
  products: 50,
  searches: 10,
  /** Of one visit: distinct names of marks clicked, of forms begun, left and sent; and of errors. */
  marks: 20,
  errors: 10,
  /** Topics of requested services. */
  topics: 10,
  /** Orders of which it is known that they came, and what they are still worth. */
  orders: 50,
  /** Keys by which goals were reached, of which it is known that they came. */
  goalKeys: 100,
  /** Characters kept of each such text. */
  textLength: 128,
  /** Traits of the customer, claimed, and as many vouched for. */
  traits: 20,
  /** Custom attributes remembered, declared or not. */
  attributes: 50,
  /** Score nodes that are up. */
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
  /** How long a live offer holds an agent's place. */
  offerHoldMs: 30_000,
  /** A timer that is later than this (after a crash) is skipped and counted. */
  timerOverdueMs: 5000,
} as const;

/** Bounds on a campaign that optimises. */
export const optimiseLimits = {
  /** Seconds that an invitation may wait at most. */
  delayS: 300,
  /** Pages of a visit, from its first, on which a policy is asked. Beyond: at no moment but its campaign's own. */
  lookPages: 30,
  /** Seconds of a visit within which a policy is asked. Beyond: at no moment but its campaign's own. */
  lookS: 2700,
} as const;

/** Bounds on conversations. */
export const conversationLimits = {
  /** Characters of one message. Beyond: `message.too_long`. */
  messageLength: 4000,
  /** Characters of a typing preview; the rest is cut. */
  previewLength: 500,
  /** Messages a visitor may send in ten seconds. Beyond: `rate.messages`. */
  messagesPerTenSeconds: 20,
  /** Chat frames of any kind that a visitor may send in ten seconds. Beyond: `rate.messages`. */
  framesPerTenSeconds: 400,
  /** Conversations whose messages one agent's screen gets beside its own. Beyond: the oldest is forgotten. */
  watched: 50,
  /** Drafts kept of one user. Beyond: the oldest is forgotten. */
  drafts: 50,
  /** Agents who write in one conversation beside its own. Beyond: `agent.no_room`. */
  joined: 4,
  /** Commands of one account's agents whose answers are remembered. Beyond: the oldest is forgotten. */
  commands: 2000,
  /** Messages in one page of a resume. */
  resumePage: 100,
  /** An agent who vanishes keeps their conversations this long. */
  agentGraceMs: 30_000,
  /** A waiting visitor without a browser keeps their place this long; then the conversation leaves the queue. */
  visitorGraceMs: 300_000,
  /** Hours of a contact's silence that end a conversation which rests, where its channel says nothing else. */
  closesAfterH: 72,
  /** A wrap-up that its agent does not end, ends by itself after this long. */
  wrapUpMs: 120_000,
  /** Messages left that wait for an answer, of which a console is told as it begins; the rest is counted. */
  openCases: 500,
  /** Of those that were answered and not closed, the latest of which a console is told as it begins. */
  answeredCases: 100,
  /** Conversations waiting in one account. Beyond: `queue.full`, a message may be left instead. */
  waiting: 500,
  /** Of one address waiting in one account. Beyond: each further one needs a proof of work. */
  waitingWithoutProof: 25,
  /** Messages left in one account that wait for an answer. Beyond: `message.no_room`, nothing is stored. */
  messagesLeft: 10_000,
  /** Begun by one address beyond its budget, each with a proof of work. Beyond: `rate.chats`. */
  provedOfAddress: 300,
  /** Begun by one visitor beyond their budget, each with a proof of work. Beyond: `rate.chats`. */
  provedOfVisitor: 20,
  /** How long the challenge of a proof of work holds. */
  proofMs: 120_000,
} as const;

/** Entries of tables in the server's memory. What goes first is said in the reference. */
export const tableLimits = {
  /** Batches of one account that wait while profiles are read. */
  waitingBatches: 5000,
  /** Visitors whose older ids are being looked up in the log. */
  lookUps: 10_000,
  /** Events of our own that wait for a store. */
  tells: 10_000,
  /** Visits under way of one account that its goals learn from. */
  openVisits: 20_000,
  /** Visitor ids of which it is known who holds them. */
  claims: 50_000,
  /** Keys of sites of which it is known whose they are, unknown ones too; and as many last uses. */
  keys: 10_000,
  /** Key sets of identity providers. */
  keySets: 200,
  /** Sessions of the API that held a moment ago. */
  goodSessions: 20_000,
  /** User agents of which device and bot are known. */
  userAgents: 5000,
  /** Visitors of one account whose messages of the last seconds are counted. */
  senders: 20_000,
  /** Repeated requests that may have been done and could not be remembered in the store. */
  unstoredAnswers: 1000,
  /** Messages of one topic between parts of the server. */
  busMessages: 10_000,
  /** Accounts of which it is known who is free. */
  rooms: 10_000,
  /** Bytes on their way to the engine host. */
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

/** Bounds on files that people send. What an account allows is never more. */
export const attachmentLimits = {
  /** Bytes of one file. Beyond: `attachment.too_large`, and nothing of it is kept. */
  sizeBytes: 25 * 1024 * KiB,
  /** Characters of a file's name; the rest is cut, its ending stays. */
  nameLength: 150,
  /** Points of a picture that is shown. Beyond: it is offered as a file. */
  picturePixels: 64_000_000,
  /** Files of one visitor in 24 hours, and their bytes. Beyond: `attachment.too_many`. */
  visitorFiles: 50,
  visitorBytes: 200 * 1024 * KiB,
  /** Bytes of the files of all visitors of an account in 24 hours. Beyond: `attachment.too_many`. */
  accountBytes: 20 * 1024 * 1024 * KiB,
  /** Bytes of all files on their way in, held in memory. Beyond: `server.overloaded`, may be retried. */
  heldBytes: 64 * 1024 * KiB,
  /**
   * Bytes of a file that have to arrive, or leave for a reader, in each span of `paceMs`. Fewer:
   * `attachment.too_slow`; a reader's connection is cut.
   */
  paceBytes: 64 * KiB,
  paceMs: 20_000,
  /** How long one file may take to arrive or to be read. Beyond: as with too slow a pace. */
  transferMs: 15 * 60_000,
  /** How long an address that a visitor's window was given holds. Then it gets another when it is loaded. */
  addressMs: 24 * 3600_000,
  /** A file that no message carries is removed after this long. */
  unsentMs: 24 * 3600_000,
} as const;

/** Bounds on channels, and on what may be said of what they can do. */
export const channelLimits = {
  /** Characters of a channel's name. */
  nameLength: 80,
  /** Of one account, those that it was made with included. Beyond: `account.full`. */
  channels: 50,
  /** Hours of silence after which conversations may be over. */
  closesAfterH: 8760,
  /** The least that a channel takes as one text: a character of any script fits, in whatever way it is counted. */
  shortestText: 20,
  /** The least that fits on a button: a number and its dot. */
  shortestLabel: 8,
  /** The most that may be said of any text. */
  longestText: 100_000,
  /** Replies, buttons, rows, cards or fields in one part. */
  mostOptions: 100,
  /** Bodies of providers on their way in, of everybody. Beyond: whoever sends most loses the largest. */
  arrivingBytes: 8 * 1024 * KiB,
  /** How long a number that comes back is the choice of the message that asked. */
  numberedMs: 24 * 3600_000,
} as const;

/** Bounds on jobs: what must be done once, whatever crashes. */
export const jobLimits = {
  /** In one process. */
  atOnce: 32,
  /** The same of one account. */
  ofAccount: 24,
  /** Accounts that are looked at in one go, longest due first. */
  accounts: 1000,
  pollMs: 1000,
  /** Whoever takes a job settles it by then, or another does it. */
  leaseMs: 60_000,
  /** How long doing one may take. */
  handlingMs: 30_000,
  /** The longest that one rests after its first attempt failed; after each further one twice as long. */
  firstRestMs: 2000,
  longestRestMs: 3600_000,
  /** Characters of why one failed; the rest is cut. */
  reasonLength: 500,
  /** How long the id of one that is done makes no second one. */
  doneMs: 24 * 3600_000,
  /** How long a dead letter is kept. */
  deadMs: 30 * 24 * 3600_000,
  /** How long a dead letter that a person revives is tried. */
  revivedMs: 24 * 3600_000,
  /** How long a process that ends waits for those that are being done. */
  closingMs: 5000,
} as const;

/** Bounds on channels of kind *custom*. */
export const customLimits = {
  /** Bytes of one request. Beyond: HTTP 413 `request.too_large`. */
  bodyBytes: 64 * KiB,
  /** Characters of an id that a system chooses. */
  idLength: 200,
  nameLength: 120,
  /** Characters of why something failed. */
  detailLength: 500,
  /** Files of one message. */
  attachments: 10,
} as const;

/** Bounds on deliveries, and on what providers tell. */
export const deliveryLimits = {
  /** How long a message is tried to be delivered, while its channel is connected. */
  triedMs: 24 * 3600_000,
  /** How long a provider may take to answer. */
  answerMs: 20_000,
  /** How often what waits for a stopped channel is looked at, beside when channels change. */
  heldMs: 3600_000,
  /** How long a provider may have a channel wait that it says has sent too much. Beyond, it is asked again. */
  longestHoldMs: 3600_000,
  /** Channels and addresses whose rates are remembered. */
  buckets: 20_000,
  /** Deliveries whose turn is remembered. */
  turns: 20_000,
  /** How long what was received is kept as it came. */
  rawMs: 30 * 24 * 3600_000,
  /** How long an item is tried to be handled. */
  handledMs: 3 * 24 * 3600_000,
} as const;

/** Bounds on every socket. A reader that falls further behind is closed with 4008 and resumes. */
export const socketLimits = {
  outboundBytes: 1024 * KiB,
  heartbeatMs: 25_000,
  /** No frame at all, not even a heartbeat, for this long: the socket is ended. */
  silenceMs: 60_000,
  /** How often a console is asked whether it is there. */
  consoleBeatMs: 8_000,
  /** So many times in a row without an answer: its line is ended. */
  consoleMisses: 2,
  /** One frame of a console. Beyond: close 1009. */
  consoleFrameBytes: 64 * KiB,
  /** Frames of one console waiting to be handled. Beyond: the socket is not read until they are done. */
  consoleFrames: 64,
  /** How long what all consoles are told is gathered, where something was told just before. */
  gatherMs: 50,
  /** What is gathered for one console. Beyond: it is sent at once. */
  gatheredBytes: 64 * KiB,
} as const;

/** What a console is told of who is on the site. */
export const liveLimits = {
  /** Visitors whose rows it has; the count is always whole. */
  rows: 2_000,
  /** Rows of one frame; what is more follows in the next. */
  rowsPerFrame: 200,
  /** With so much waiting for a console it gets no rows until that is read. */
  waitingBytes: 128 * KiB,
} as const;

/** Bounds on reports of a Content-Security-Policy, which anybody can send. */
export const reportingLimits = {
  /** One request. Beyond: HTTP 413, and nothing of it is counted. */
  bodySizeBytes: 64 * KiB,
  /** Reports of one request that count. */
  reports: 50,
  /** Lines that they write to the log. Beyond: they are counted only. */
  linesPerMinute: 20,
} as const;

/** What one account may hold. Beyond: `account.full`, and what is there goes on working. */
export const accountLimits = {
  users: 1000,
  /** Accounts with a user of one e-mail address who is not disabled. Beyond: `user.accounts_full`. */
  accountsOfPerson: 20,
  sites: 50,
  /** Of one site, in force. */
  secretKeys: 50,
  /** Of one site, kept to be listed. Beyond: the one revoked first is deleted. */
  revokedKeys: 50,
  sections: 500,
  goals: 200,
  /** Declared custom attributes. */
  attributes: 100,
  /** Archived ones included. */
  campaigns: 5000,
  /** Of one user at a time; a further one ends the one unused longest. */
  sessions: 50,
  /** API tokens of one user, those that expired included. Beyond: `account.full`. */
  tokens: 20,
} as const;

/** Agents who are at the desk without a socket. */
export const presenceLimits = {
  /** How long one is there who said so over REST. */
  stayMs: 60_000,
} as const;

/** Bounds on what managers leave out of a sensitivity analysis. */
export const exclusionLimits = {
  /** Of one campaign, not taken back. Beyond: `account.full`. */
  ofCampaign: 20,
} as const;

/** Bounds on a rehearsal: a draft run over the stored visits of an account. */
export const rehearsalLimits = {
  /** How far back visits are looked at. */
  days: 30,
  /** Parts that visitors are told apart in by a hash of their id: the finest share that can be drawn. */
  hashParts: 1_000_000,
  /** Events of one visitor: the newest. What is older is as if it had not happened. */
  eventsPerVisitor: 2000,
  /** Then it ends with the share of the visitors that it has looked at, an estimate that says so. */
  timeMs: 120_000,
  /** Nobody asked how far it is for so long: it is stopped. */
  unaskedMs: 15_000,
  /** Names of pages and of sections that are counted apart. Beyond: only the total counts. */
  names: 2000,
  /** Orders of which something was taken back: the newest. Of others nothing is. */
  returns: 50_000,
  /** Records of who was free. Beyond: one a minute. */
  availability: 20_000,
  /** Answers kept in memory, of all accounts. Beyond: the account that has most loses its oldest. */
  answers: 200,
  /** An answer that is older is found anew when asked for. */
  freshMs: 15 * 60_000,
} as const;

/** When it is over what a decision may have come to: in results, in what policies learn, in rehearsals. */
export const windowLimits = {
  /** Late events are waited for this long after a window of fixed length. */
  lateMs: 24 * 3600_000,
  /** A same-visit window is over this long after the decision, however long the visit goes on. */
  visitMs: 24 * 3600_000,
} as const;

/** Bounds on figures that are read and watched. */
export const reportLimits = {
  /** Part of one core that open pages may use for their figures. Beyond: they wait for their turn. */
  pagesPercent: 20,
  /** Seconds that one request may wait for a change. */
  waitS: 25,
  /** Requests that wait, of all accounts. Beyond: one is answered without waiting. */
  waits: 1000,
  /** Answers kept in memory, of all accounts. Beyond: the one unused longest is forgotten. */
  answers: 500,
  /** An answer that is older is found anew, whether or not something has changed. */
  answerMs: 60_000,
} as const;
