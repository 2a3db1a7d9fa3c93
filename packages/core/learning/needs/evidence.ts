// What a visit shows of what its visitor wants, and the bounds within which needs are learnt and
// named. It holds words only: who the visitor is, and whether they are worth anything, is not here.

/** Of one visit; each list newest first. Empty where nothing is known. */
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
  /** Needs told apart. */
  needs: 128,
  /** Examples learnt from; the newest where there are more. */
  examples: 20_000,
  /** Terms that a model weighs; the commonest where there are more. */
  terms: 65_536,
  /** Weights that a model holds (terms × needs); fewer terms are kept where it would be more. */
  weights: 4_000_000,
  /** Of a serialised model. */
  bytes: 6_000_000,
} as const;

/** Evidence that is words typed and nothing else. */
export function saidOnly(said: string): NeedEvidence {
  return { said, searched: [], sections: [], errors: [] };
}
