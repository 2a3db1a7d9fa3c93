// The constants of the intent model, chosen once on training parts of public data and the same for
// every account.

export const intentSettings = {
  /** Prior log odds of reaching the goal, and their uncertainty. */
  firstLogit: -3,
  firstVariance: 4,
  /** Prior variance of every weight of the first stage. */
  variance: 0.1,
  /** Prior variance of the weight of a product of two columns. */
  productVariance: 0.3,
  /** From this many visits on all features take part. */
  grownAt: 150,
  /** From this many visits on pairs take part. */
  crossesAt: 100,
  /** From this many visits on the third stage learns. */
  calibratedAt: 500,
  calibrationVariances: [0.1, 0.1, 0.1],
  /** Slots of the pairs: a power of two. */
  slots: 1 << 14,
  /** AdaGrad's rate. */
  rate: 0.01,
  /** The memory in visits: a visit this many visits ago counts e times less. */
  memory: 20_000,
  /** The same for the third stage, which has only three weights and finds them sooner. */
  calibrationMemory: 5_000,
  /** Forgetting runs once every this many visits. */
  forgetsEvery: 500,
};

export type IntentSettings = Readonly<typeof intentSettings>;
