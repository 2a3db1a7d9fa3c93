// Limits of conversations: who waits, what messages carry, the files that people send. The effect
// of each is stated beside it and tested where it is enforced.

const KiB = 1024;

/** Bounds on conversations. */
export const conversationLimits = {
  /** How late windows may learn that a person became free to speak, or that nobody is. */
  freeToldMs: 5_000,
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
  /** In how many parts the loudness of a sound is told. */
  peaks: 90,
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
