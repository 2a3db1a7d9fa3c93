// What the domain may ask of the outside world: time, random numbers and new ids, each as an
// interface. core has no clock, randomness or I/O of its own; the simulator and the server provide
// theirs.

/** Milliseconds since 1970, UTC. Never runs backwards within one process. */
export interface Clock {
  now(): number;
}

/** Calls back once, after a while, unless cancelled by the returned function. */
export type Schedule = (delayMs: number, run: () => void) => () => void;

export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
}

export interface Ids {
  /** A new id: 22 characters of letters, digits, `-` and `_`. Not sortable, not guessable. */
  next(): string;
}
