// What defines a simulated shop apart from the seed. docs/benchmarks/simulated-shop says what each
// number means for visitors and agents. Nothing here draws or plays.

/** What a chat adds to the log odds of an order at the best moment, for each fact. */
export interface GainWeights {
  readonly base: number;
  /** Per standard deviation of the inclination, which only the intent score shows. */
  readonly inclination?: number;
  /** Per standard deviation of the need, which shows in part. */
  readonly need?: number;
  readonly mobile?: number;
  readonly returning?: number;
  readonly advertisement?: number;
  /** Per search, at most three. */
  readonly searches?: number;
  /** Per product viewed again, at most three. */
  readonly compares?: number;
  readonly error?: number;
  readonly help?: number;
  readonly cart?: number;
}

export interface World {
  readonly name: string;
  /** Whether a chat gains differently for different visitors. */
  readonly kind: 'differs' | 'equal' | 'none';
  readonly visitsPerHour: number;
  /** Arrivals in each of the twelve opening hours, relative to the mean. */
  readonly hourShape: readonly number[];
  /** Staffed agents of each skill: sales, then service. */
  readonly agents: readonly number[];
  readonly handle: {
    readonly minutes: number;
    /** The standard deviation of its logarithm. */
    readonly spread: number;
    /** Added to its logarithm on a mobile device, and per standard deviation of the need. */
    readonly mobile: number;
    readonly need: number;
  };
  readonly patienceSeconds: number;
  readonly orderValue: number;
  /** The exponent with which the value of an order follows the price level. */
  readonly priceExponent: number;
  /** The log odds of accepting an invitation. */
  readonly acceptance: {
    readonly base: number;
    readonly hesitation: number;
    readonly error: number;
    readonly mobile: number;
    readonly need: number;
  };
  /** The guard counts each open invitation as this share of an agent. */
  readonly overcommit: number;
  /** The share of the probability of an order that a declined invitation costs. */
  readonly annoyance: number;
  readonly abandonLoss: number;
  readonly gain: GainWeights;
  /** How good the moment is if the visitor does not hesitate, 0 to 1. */
  readonly calm: number;
}

export const HOURS_A_DAY = 12;
export const section = { home: 0, category: 1, product: 2, cart: 3, checkout: 4, help: 5 } as const;
export const source = { direct: 0, search: 1, advertisement: 2, mail: 3 } as const;
/** Seconds on a page after which a policy may decide again. */
export const DWELLS: readonly number[] = [0, 15, 30, 60];
/** What every chat adds to the probability of an order if the gain is the same for all. */
export const EQUAL_GAIN = 0.1;
