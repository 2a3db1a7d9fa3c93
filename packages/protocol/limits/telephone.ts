// Limits of calls by telephone. The effect of each is stated beside it and tested where it is enforced.

export const telephoneLimits = {
  /** Calls that were answered and whose stream has not come. Beyond: the oldest one's may not come. */
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
  /** Characters of a menu, in all of its languages. */
  menuLength: 2000,
} as const;
