// Work of one browser that keeps the order in which it came: each begins when what came before it is
// done, however long that took. How much may wait is bounded; beyond, it is not taken.

export class InTurn {
  readonly #most: number;
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** Does the work when its turn comes, and settles as it does; null: too much waits. */
  run(work: () => Promise<void>): Promise<void> | null {
    if (this.#waiting >= this.#most) return null;
    this.#waiting += 1;
    const done = this.#last.then(work).finally(() => (this.#waiting -= 1));
    this.#last = done.catch(() => {});
    return done;
  }
}
