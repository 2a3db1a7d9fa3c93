// Limits of channels and webhooks: what providers and systems send, and what leaves for them. The
// effect of each is stated beside it and tested where it is enforced.

const KiB = 1024;

/** Bounds on channels, and on their declared capabilities. */
export const channelLimits = {
  /** Characters of a channel's name. */
  nameLength: 80,
  /** Channels of one account, including the two built-in ones. Beyond: `account.full`. */
  channels: 50,
  /** The most hours of silence that may be set to end conversations. */
  closesAfterH: 8760,
  /** Characters of a greeting, and of an answer while nobody is there. */
  automaticLength: 1000,
  /** The least time between two answers of one conversation while nobody is there. */
  awayMs: 12 * 3600_000,
  /** An older message gets no automatic answer: its writer waits for a person by now. */
  automaticMs: 3600_000,
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

/** Bounds on offers that go on in a messaging channel. */
/** Of verifications that agents ask of contacts. */
export const verificationLimits = {
  linkMs: 30 * 60_000,
  codeMs: 10 * 60_000,
  /** Wrong codes. After the last one it has failed. */
  tries: 5,
  /** Shown of a conversation. */
  listed: 10,
  /** How long after its end one is kept. */
  keptMs: 30 * 24 * 3600_000,
} as const;

export const offerLimits = {
  /** How long a link from a page says who was offered it. */
  tokenMs: 30 * 60_000,
  /** How long after that its token is kept. */
  keptMs: 24 * 3600_000,
  /** Links being stored. Beyond, the offer is a chat alone. */
  storing: 500,
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
  /**
   * Received requests that wait to be stored, of all accounts. An account holds at most as much as is
   * free. Of those that never fit, one at a time is held beside them. Beyond: `server.overloaded`.
   */
  keepingBytes: 48 * 1024 * KiB,
  /** How long one of them may wait. Beyond: `server.overloaded`. */
  keepingMs: 5000,
  /** Requests of an account that are stored in one transaction. */
  keptTogether: 100,
  /** The least time from the beginning of such a transaction to the next one's, unless so many wait. */
  keptEveryMs: 15,
  /** If so many wait, they are a queue: so many are stored in one transaction while others must go first. */
  queued: 32,
  /** After this they wait for nobody who talks. */
  queuedMs: 1000,
  /** Items of such a transaction, unless one request has more. */
  itemsTogether: 1000,
  /** When a provider refused with `server.overloaded` is told to try again. */
  overloadedMs: 2000,
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

/** How long signatures may be made with a former secret. */
export const signingLimits = {
  /** How long the former secret of a custom channel or a webhook stays valid after a new one is made. */
  formerSecretMs: 24 * 3600_000,
} as const;

/** Bounds on webhooks, and on what waits for them. */
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
