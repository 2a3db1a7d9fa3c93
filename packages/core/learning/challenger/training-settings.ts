// The constants of training, chosen once on training parts of public data and the same for every
// account.

export const trainingSettings = {
  /** The fraction of a leaf's best value that is taken (learning rate). */
  shrinkage: 0.05,
  /** Added to the weight of a leaf: shrinks its value towards 0. */
  ridge: 4,
  /** The least sum of second derivatives on either side of a cut. */
  leastWeight: 2,
  /** The least gain of a cut. */
  leastGain: 0.1,
  /** The fraction of the moments that each tree sees. */
  sample: 0.8,
  /** The fraction of the moments, the newest, on which the number of trees is chosen. */
  later: 0.2,
  /** Training stops after this many trees without a lower loss on the later part. */
  patience: 20,
} as const;
