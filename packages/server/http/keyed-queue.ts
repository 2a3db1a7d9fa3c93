// Runs jobs of one key one after another, and jobs of different keys in parallel. Readers of a
// conversation thus see the order in which it was stored, and a document is compared and saved
// before the next save of it. A failed job does not stop those behind it.

export class KeyedQueue {
  readonly #tails = new Map<string, Promise<void>>();

  /** Runs the job after all earlier ones of the key. Settles like the job. */
  run<T>(key: string, job: () => Promise<T>): Promise<T> {
    const before = this.#tails.get(key);
    const result = before === undefined ? job() : before.then(job, job);
    const tail: Promise<void> = result.then(
      () => this.#leave(key, tail),
      () => this.#leave(key, tail),
    );
    this.#tails.set(key, tail);
    return result;
  }

  /** Resolves when no job is running. */
  async idle(): Promise<void> {
    while (this.#tails.size > 0) await Promise.all(this.#tails.values());
  }

  #leave(key: string, tail: Promise<void>): void {
    if (this.#tails.get(key) === tail) this.#tails.delete(key);
  }
}
