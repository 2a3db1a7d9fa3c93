// A map with a bound in entries and in bytes. Beyond either it evicts the entries used longest ago. It
// believes the sizes that it is told: an entry that grows has to be set again.

export interface SizedMapLimits<Key, Value> {
  readonly entries: number;
  readonly bytes: number;
  /** What an entry takes, with its key, on the high side. */
  readonly sizeOf: (value: Value, key: Key) => number;
}

interface Entry<Value> {
  readonly value: Value;
  readonly sizeBytes: number;
}

export class SizedMap<Key, Value> {
  readonly #limits: SizedMapLimits<Key, Value>;
  readonly #entries = new Map<Key, Entry<Value>>();
  #newest: Key | undefined;
  #sizeBytes = 0;

  constructor(limits: SizedMapLimits<Key, Value>) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#entries.size;
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /** All entries, the one used longest ago first. */
  entries(): [Key, Value][] {
    return Array.from(this.#entries, ([key, { value }]) => [key, value]);
  }

  has(key: Key): boolean {
    return this.#entries.has(key);
  }

  /** The value. This counts as a use. */
  get(key: Key): Value | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    if (key !== this.#newest) this.#place(key, entry);
    return entry.value;
  }

  /** An entry that is larger than the whole bound is not kept. */
  set(key: Key, value: Value): void {
    this.delete(key);
    const sizeBytes = this.#limits.sizeOf(value, key);
    if (sizeBytes > this.#limits.bytes) return;
    this.#sizeBytes += sizeBytes;
    this.#place(key, { value, sizeBytes });
    while (this.#entries.size > this.#limits.entries || this.#sizeBytes > this.#limits.bytes)
      this.#evict();
  }

  delete(key: Key): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    this.#entries.delete(key);
    this.#sizeBytes -= entry.sizeBytes;
  }

  clear(): void {
    this.#entries.clear();
    this.#sizeBytes = 0;
  }

  #place(key: Key, entry: Entry<Value>): void {
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    this.#newest = key;
  }

  #evict(): void {
    for (const oldest of this.#entries.keys()) return this.delete(oldest);
  }
}
