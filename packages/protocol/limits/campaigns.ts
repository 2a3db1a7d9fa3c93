// Limits of campaigns, of rehearsals, and of the figures that people read. The effect of each is
// stated beside it and tested where it is enforced.

const KiB = 1024;

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
  /** Their bytes, with their questions. Beyond: as for their number. */
  answerBytes: 64 * 1024 * KiB,
  /** An older answer is recomputed, whether or not something has changed. */
  answerMs: 60_000,
} as const;
