// The constants of the intent model, chosen once on training parts of public data and the same for
// every account.

export interface IntentSettings {
  /** Log odds of reaching the goal before any visit is known, and how far they may be off. */
  readonly firstLogit: number;
  readonly firstVariance: number;
  /** Prior variance of every weight of the first stage. */
  readonly variance: number;
  /** Prior variance of the weight of a product of two columns. */
  readonly productVariance: number;
  /** Visits from which on all features take part. */
  readonly grownAt: number;
  /** Visits from which on pairs take part. */
  readonly crossesAt: number;
  /** Visits from which on the third stage learns. */
  readonly calibratedAt: number;
  readonly calibrationVariances: readonly [number, number, number];
  /** Slots of the pairs: a power of two. */
  readonly slots: number;
  /** AdaGrad's rate. */
  readonly rate: number;
  /** Visits that the model remembers: from then on one so many visits ago counts e times less. */
  readonly memory: number;
  /** The same of the third stage, which has three weights to learn and finds them sooner. */
  readonly calibrationMemory: number;
  /** Visits between two times at which it forgets. */
  readonly forgetsEvery: number;
}

export const intentSettings: IntentSettings = {
  firstLogit: -3,
  firstVariance: 4,
  variance: 0.1,
  productVariance: 0.3,
  grownAt: 150,
  crossesAt: 100,
  calibratedAt: 500,
  calibrationVariances: [0.1, 0.1, 0.1],
  slots: 1 << 14,
  rate: 0.01,
  memory: 20_000,
  calibrationMemory: 5_000,
  forgetsEvery: 500,
};
