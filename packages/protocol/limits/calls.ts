// Limits of calls: of a media host, and of what browsers send to it. The effect of each is stated
// beside it and tested where it is enforced.

/** Bounds on the media host. */
export const mediaLimits = {
  /** Legs of all calls on one host. Beyond: nobody joins. */
  legs: 160,
  /** Bytes of an offer. */
  offerBytes: 32 * 1024,
  /** Sections of an offer: a microphone, and a place for each other leg. */
  sections: 8,
  /** How long the host may take to answer. */
  answerMs: 10_000,
} as const;
