// Limits of call backs. The effect of each is stated beside it and tested where it is enforced.

export const callbackLimits = {
  /** A slot, in minutes. It begins on a multiple of it, in the account's time zone. */
  slotMinutes: 30,
  /** The first slot begins at least so long after the visitor looks. */
  leadMs: 15 * 60_000,
  /** How far ahead slots are offered, in days: usually, and at most. */
  aheadDays: 7,
  mostAheadDays: 28,
  /** Slots in one answer. */
  slots: 120,
  /** Promises that are not over: of an account, and of one address. Beyond: `callback.full`. */
  open: 2_000,
  ofAddress: 1,
  /** Promises that are counted for a list. Beyond: it says that there are that many or more. */
  counted: 10_000,
  /** Changes of a promise's time. Beyond: `callback.over`. */
  moves: 20,
  /** Calls of one number in 24 hours, by all promises together. Beyond: it is called later. */
  triesOfNumber: 6,
  /** A reservation whose conversation never came counts for so long. */
  reservedMs: 2 * 60_000,
  /** A call is kept if its first ring comes so soon after its slot began. */
  keptMs: 5 * 60_000,
  /** How long a promise waits for an agent who accepts it, from when it is due. Then it is a case. */
  patienceMs: 2 * 3_600_000,
  /** How long a visitor whose browser is to ring may be away from the page. Then it counts as not reached. */
  awayMs: 10 * 60_000,
  /** How long after its slot a promise is put off because its number may not be called. Then it is a case. */
  postponedMs: 3 * 24 * 3_600_000,
  /** How long it is put off where the calls of the day are spent. */
  spentMs: 60 * 60_000,
  /** The same where its channel is paused or must be connected anew. A text waits as long. */
  stoppedMs: 5 * 60_000,
  /** How long after it was withdrawn this is still told by a text. */
  withdrawnMs: 24 * 3_600_000,
  /** E-mails that confirm a promise and its changes. Further changes are not confirmed. */
  letters: 3,
  /** Promises in 24 hours about which one address is written to. Beyond: nothing is sent. */
  lettersTo: 3,
  /** The same of texts to a number: times of a promise that are confirmed, and promises in 24 hours. */
  texts: 2,
  textsTo: 2,
  /** How long before its slot a promise is reminded of, and how long a confirmation is tried. */
  remindMs: 60 * 60_000,
  letterTriedMs: 60 * 60_000,
  /** Promises that ring at agents, and those that ring at customers. Beyond: noticed at the next look, or not called now. */
  offered: 500,
  /** How often a promise that is due is looked at. */
  lookMs: 15_000,
  /** Retries that an account may set, and the longest wait before one, in minutes. */
  retries: 5,
  retryMinutes: 24 * 60,
  /** Skills that an account may name. */
  skills: 200,
  /** Promises of one agent in a slot that an account may set. */
  perAgent: 10,
} as const;
