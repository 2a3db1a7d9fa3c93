// Limits of one visitor: the profile, and the delivery of decisions. The effect of each is stated
// beside it and tested where it is enforced.

const KiB = 1024;

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
