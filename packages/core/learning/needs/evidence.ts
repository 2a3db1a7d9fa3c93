// What a visit shows of its visitor's need, and the bounds for learning and naming needs. It
// contains words only: not who the visitor is, nor what they are worth.

/** Of one visit. Each list is newest first, and empty if nothing is known. */
export interface NeedEvidence {
  /** The first words typed to an agent. */
  readonly said: string;
  readonly searched: readonly string[];
  /** Names of the sections seen. */
  readonly sections: readonly string[];
  /** Errors met, by code or message. */
  readonly errors: readonly string[];
}

export interface NeedExample {
  readonly evidence: NeedEvidence;
  /** The label: which need it was. */
  readonly need: string;
}

export const needLimits = {
  /** Characters of `said` that are read. */
  saidLength: 1_000,
  /** Entries of each list that are read, and characters of each. */
  listed: 8,
  listedLength: 200,
  /** The number of needs told apart. */
  needs: 128,
  /** Examples learnt from. If there are more, the newest. */
  examples: 20_000,
  /** Terms that a model weighs. If there are more, the most frequent. */
  terms: 65_536,
  /** Weights that a model holds (terms × needs). Keeps fewer terms if there would be more. */
  weights: 4_000_000,
  /** Bytes of a serialised model. */
  bytes: 6_000_000,
} as const;

/** Evidence that is typed words and nothing else. */
export function saidOnly(said: string): NeedEvidence {
  return { said, searched: [], sections: [], errors: [] };
}
