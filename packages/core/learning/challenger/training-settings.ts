// The constants of training, chosen once on training parts of public data and the same for every
// account.

export const trainingSettings = {
  /** Part of a leaf's best value that is taken. */
  shrinkage: 0.05,
  /** Added to the weight of a leaf: draws its value towards 0. */
  ridge: 4,
  /** Sum of second derivatives that either side of a cut has at least. */
  leastWeight: 2,
  /** Gain below which no cut is made. */
  leastGain: 0.1,
  /** Part of the moments that each tree sees. */
  sample: 0.8,
  /** Part of the moments, the newest, on which the number of trees is chosen. */
  later: 0.2,
  /** Trees without a lower loss on the later part after which training stops. */
  patience: 20,
} as const;
