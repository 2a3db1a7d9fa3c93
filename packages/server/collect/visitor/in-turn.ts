// Runs work of one browser in order: each task begins when the previous one is done. The queue is
// bounded and refuses tasks beyond.

export class InTurn {
  readonly #most: number;
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** Runs the task in its turn and settles like the task. Null if the queue is full. */
  run(work: () => Promise<void>): Promise<void> | null {
    if (this.#waiting >= this.#most) return null;
    this.#waiting += 1;
    const done = this.#last.then(work).finally(() => (this.#waiting -= 1));
    this.#last = done.catch(() => {});
    return done;
  }
}
