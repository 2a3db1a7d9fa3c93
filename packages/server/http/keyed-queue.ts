// One thing after another for each key, different keys side by side: what a conversation's readers
// see is in the order in which it was stored, and a document is compared and saved before the next
// who saves it is. A job that fails does not stop those behind it.

export class KeyedQueue {
  readonly #tails = new Map<string, Promise<void>>();

  /** Runs the job after every earlier one of the key; settles as the job does. */
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

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    while (this.#tails.size > 0) await Promise.all(this.#tails.values());
  }

  #leave(key: string, tail: Promise<void>): void {
    if (this.#tails.get(key) === tail) this.#tails.delete(key);
  }
}
