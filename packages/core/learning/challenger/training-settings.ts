// The constants of training, chosen once on training parts of public data and the same for every
// account.

export interface TrainingSettings {
  /** Part of a leaf's best value that is taken. */
  readonly shrinkage: number;
  /** Added to the weight of a leaf: draws its value towards 0. */
  readonly ridge: number;
  /** Sum of second derivatives that either side of a cut has at least. */
  readonly leastWeight: number;
  /** Gain below which no cut is made. */
  readonly leastGain: number;
  /** Part of the moments that each tree sees. */
  readonly sample: number;
  /** Part of the moments, the newest, on which the number of trees is chosen. */
  readonly later: number;
  /** Trees without a lower loss on the later part after which training stops. */
  readonly patience: number;
  /** Trees at most; see `treeLimits`. */
  readonly trees: number;
}

export const trainingSettings: TrainingSettings = {
  shrinkage: 0.05,
  ridge: 4,
  leastWeight: 2,
  leastGain: 0.1,
  sample: 0.8,
  later: 0.2,
  patience: 20,
  trees: 200,
};
