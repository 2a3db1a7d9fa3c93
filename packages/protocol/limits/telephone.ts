// Limits of calls by telephone. The effect of each is stated beside it and tested where it is enforced.

export const telephoneLimits = {
  /** Calls whose stream has not come, and callers who wait. Beyond: the oldest one's call ends. */
  tickets: 1000,
  /** The same of one account, which makes way first. */
  accountTickets: 100,
  /** How long a stream may take to come. A greeting is said before. */
  ticketMs: 5 * 60_000,
  /** Bytes of a message of a stream. Beyond: the stream is closed. */
  messageBytes: 16 * 1024,
  /** How long a stream may be silent, also before its first message. Carriers send every 20 ms. */
  silentMs: 15_000,
  /** How long the carrier may take to answer a request. */
  dialMs: 10_000,
  /** How long it rings at somebody whom an agent calls, in seconds. */
  ringS: 28,
  /** The longest call that an agent makes, in seconds. */
  callS: 3600,
  /** Bytes that wait for a carrier. Beyond: 20 ms of sound are left out at a time. */
  waitingBytes: 64 * 1024,
  /** How often a menu is said to somebody who presses keys that lead nowhere. Then the channel's skill answers. */
  menuTimes: 3,
  /** How long a menu waits for a key, in seconds. */
  menuS: 5,
  /** How often the turn of a caller who waits is looked at. */
  lookMs: 1000,
  /** How long a caller waits, in seconds, until they are asked to leave a message, if the channel takes some. */
  longestWaitS: 285,
  /** The position of a caller is said at most this often. */
  positionMs: 30_000,
  /** How long words may take that are said to somebody who waits, and keys that they press meanwhile. Beyond: their call ends. */
  saidMs: 30_000,
  /** How long a caller is remembered whose call is over, so that the carrier asks what comes next. */
  returnMs: 15_000,
  /** Pieces of a message, a second each, that wait to be stored. Beyond: the message ends. */
  waitingPieces: 16,
  /** The longest message that a caller leaves, in seconds. Beyond: the call ends. */
  voicemailS: 180,
  /** How long a caller who leaves a message may say nothing, in seconds. Beyond: the call ends. */
  voicemailSilenceS: 8,
  /** Messages of a number in 24 hours. Beyond: it hears the away answer. */
  numberVoicemails: 10,
  /** The same of all numbers together that are withheld, at a channel. */
  withheldVoicemails: 50,
  /** The same of a channel, and their bytes as they came. */
  channelVoicemails: 300,
  channelVoicemailBytes: 128 * 1024 * 1024,
  /** Callers who leave a message at the same time. Beyond: the next one hears the away answer. */
  voicemails: 100,
  /** The same of an account. */
  accountVoicemails: 10,
  /** Characters of the words before the tone. */
  voicemailLength: 600,
  /** Characters of a menu, in all of its languages. */
  menuLength: 2000,
} as const;

/** Of codes that pages show to callers. */
export const callerCodeLimits = {
  /** Codes of six digits of one account that are valid at once. Beyond: one of eight is shown. */
  short: 9,
  /** The same of eight digits. Beyond: one of a visitor who left makes way, or one of the network with most. */
  long: 90,
  /** Codes of one network that are valid at once in an account. Beyond: none is shown. */
  ofAddress: 8,
  /** How long a code is valid. */
  lifeMs: 10 * 60_000,
  /** How old a code is before it makes way because its visitor left. */
  leftMs: 3 * 60_000,
  /** A page that asks again gets the same code while it is valid for so long. */
  againMs: 2 * 60_000,
  /** Wrong codes in one call. Beyond: its keys are not read any more. */
  wrong: 3,
  /** A longer pause between two keys begins the code anew. */
  pauseMs: 10_000,
  /** How long after a single key a caller who waits is led to leave a message, unless another one follows. */
  keyMs: 2500,
  /** Accounts with codes. Beyond: those of the one that showed none for longest are void. */
  accounts: 2000,
} as const;
