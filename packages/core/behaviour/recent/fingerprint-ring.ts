// A ring of fingerprints in order of arrival, with constant-time lookup. The newest of each bucket
// links to the next older one there, as deflate (RFC 1951 §4) finds earlier text. Dropping the
// oldest touches no chain: a link to it is recognised as stale.

/**
 * Four buckets a place: most are empty, so a new fingerprint is recognised by one memory access.
 */
const bucketsPerPlace = 4;

/** The number of places is a power of two up to 65,536. Eighteen bytes each. */
export class FingerprintRing {
  readonly #prints: Float64Array;
  /** By bucket: the place of its newest fingerprint. */
  readonly #newest: Uint16Array;
  /** By place: the place of the next older one in its bucket, or its own if there was none. */
  readonly #older: Uint16Array;
  /** Bit masks for a place and for a bucket. */
  readonly #mask: number;
  readonly #bucketMask: number;
  /** The place after the newest. */
  #end = 0;
  #length = 0;

  constructor(places: number) {
    this.#prints = new Float64Array(places);
    this.#newest = new Uint16Array(places * bucketsPerPlace);
    this.#older = new Uint16Array(places);
    this.#mask = places - 1;
    this.#bucketMask = places * bucketsPerPlace - 1;
  }

  get length(): number {
    return this.#length;
  }

  /** The capacity. */
  get places(): number {
    return this.#prints.length;
  }

  has(print: number): boolean {
    let younger = -1;
    for (
      let place = this.#newest[print & this.#bucketMask] ?? 0;
      ;
      place = this.#older[place] ?? 0
    ) {
      const age = this.#age(place);
      // A place that was reused since is younger than the link to it.
      if (age <= younger || age >= this.#length) return false;
      if (this.#prints[place] === print) return true;
      younger = age;
    }
  }

  /** Adds a new fingerprint as the newest. There must be room. */
  add(print: number): void {
    const place = this.#end;
    const bucket = print & this.#bucketMask;
    const newest = this.#newest[bucket] ?? 0;
    this.#older[place] = this.#isOfBucket(newest, bucket) ? newest : place;
    this.#newest[bucket] = place;
    this.#prints[place] = print;
    this.#end = (place + 1) & this.#mask;
    this.#length++;
  }

  /** Drops the oldest. */
  drop(many: number): void {
    this.#length -= many;
  }

  /** Oldest first. */
  toJSON(): readonly number[] {
    return Array.from(
      { length: this.#length },
      (_, at) => this.#prints[(this.#end - this.#length + at) & this.#mask] ?? 0,
    );
  }

  /**
   * Whether a place holds a fingerprint of a bucket. A bucket that was never used links to place 0.
   */
  #isOfBucket(place: number, bucket: number): boolean {
    if (this.#age(place) >= this.#length) return false;
    return ((this.#prints[place] ?? 0) & this.#bucketMask) === bucket;
  }

  /** How many came after the one at a place. */
  #age(place: number): number {
    return (this.#end - 1 - place) & this.#mask;
  }
}
