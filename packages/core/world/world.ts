// What the domain may ask of the world outside: the time, chance and new ids, each as an interface.
// core has no clock, randomness or I/O of its own; the simulator and the server bring theirs.

/** Milliseconds since 1970, UTC. Never runs backwards within one process. */
export interface Clock {
  now(): number;
}

/** Calls back once, after a while, unless cancelled by what it returns. */
export type Schedule = (delayMs: number, run: () => void) => () => void;

export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
}

export interface Ids {
  /** A new id: 22 characters of letters, digits, `-` and `_`, sortable by nothing, guessable by nobody. */
  next(): string;
}
