// The constants of the intent model, chosen once on training parts of public data and the same for
// every account.

export const intentSettings = {
  /** Log odds of reaching the goal before any visit is known, and how far they may be off. */
  firstLogit: -3,
  firstVariance: 4,
  /** Prior variance of every weight of the first stage. */
  variance: 0.1,
  /** Prior variance of the weight of a product of two columns. */
  productVariance: 0.3,
  /** Visits from which on all features take part. */
  grownAt: 150,
  /** Visits from which on pairs take part. */
  crossesAt: 100,
  /** Visits from which on the third stage learns. */
  calibratedAt: 500,
  calibrationVariances: [0.1, 0.1, 0.1],
  /** Slots of the pairs: a power of two. */
  slots: 1 << 14,
  /** AdaGrad's rate. */
  rate: 0.01,
  /** Visits that the model remembers: from then on one so many visits ago counts e times less. */
  memory: 20_000,
  /** The same of the third stage, which has three weights to learn and finds them sooner. */
  calibrationMemory: 5_000,
  /** Visits between two times at which it forgets. */
  forgetsEvery: 500,
};

export type IntentSettings = Readonly<typeof intentSettings>;
