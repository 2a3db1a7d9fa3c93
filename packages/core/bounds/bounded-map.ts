// A map with at most a given number of entries that evicts those not used for longest. It has two
// generations: a used entry moves to the young one, and when that is full the old one is dropped.
// So using an entry needs no deletion, for which a large map would have to pause and clean up.

export class BoundedMap<Key, Value> {
  readonly #half: number;
  #young = new Map<Key, Value>();
  #old = new Map<Key, Value>();

  /** Holds at most `limit` entries, and at least the latest half of that many used. */
  constructor(limit: number) {
    this.#half = Math.max(1, Math.floor(limit / 2));
  }

  get size(): number {
    return this.#young.size + this.#old.size;
  }

  /** All values, in no order. */
  values(): Value[] {
    return [...this.#old.values(), ...this.#young.values()];
  }

  /** The value. This counts as a use. */
  get(key: Key): Value | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  set(key: Key, value: Value): void {
    this.#old.delete(key);
    if (this.#young.size >= this.#half && !this.#young.has(key)) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, value);
  }

  delete(key: Key): void {
    this.#young.delete(key);
    this.#old.delete(key);
  }

  clear(): void {
    this.#young = new Map();
    this.#old = new Map();
  }

  /** Evicts what was not used since the last call. */
  age(): void {
    this.#old = this.#young;
    this.#young = new Map();
  }

  /** The value for a key, created now if there is none. */
  of(key: Key, make: () => Value): Value {
    const known = this.get(key);
    if (known !== undefined) return known;
    const made = make();
    this.set(key, made);
    return made;
  }
}
