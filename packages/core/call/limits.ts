// The time limits of calls and their legs, and how many legs a call has. Because each state has a
// limit or needs a customer, every call ends.

export const callLimits = {
  /** Legs at once. Beyond: the next one is refused. */
  legs: 8,
  /** From the invitation until a device rings. */
  reachMs: 15_000,
  /** How long a device rings. */
  ringMs: 30_000,
  /** From acceptance until its sound is there. */
  connectMs: 20_000,
  /** How long a broken connection may take to come back. */
  restoreMs: 30_000,
  /** The longest announcement. */
  announcementMs: 60_000,
  /** How long a call may be without a connected agent. */
  unattendedMs: 15 * 60_000,
  /** How long a call may wait for its first customer. */
  customerlessMs: 60_000,
  /** The longest call. */
  callMs: 4 * 3_600_000,
} as const;
