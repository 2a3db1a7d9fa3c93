// Many fingerprints in the order in which they came, of which any is found without looking through
// them: the newest of each bucket leads to the next older one there, as deflate (RFC 1951 §4) finds
// earlier text. Dropping the oldest touches no chain: what led to it is seen to be no longer held.

/** Four buckets a place: most are empty, and a new fingerprint is told by one look into memory. */
const bucketsPerPlace = 4;

/** Places are a power of two up to 65,536; eighteen bytes each. */
export class FingerprintRing {
  readonly #prints: Float64Array;
  /** By bucket, the place of the newest fingerprint that came into it. */
  readonly #newest: Uint16Array;
  /** By place, that of the next older one of its bucket; its own where there was none. */
  readonly #older: Uint16Array;
  /** The bits of a place, and those of a bucket. */
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

  /** How many it has room for. */
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
      // A place that was taken again since is younger than what leads to it.
      if (age <= younger || age >= this.#length) return false;
      if (this.#prints[place] === print) return true;
      younger = age;
    }
  }

  /** Adds one that it has not, as the newest; there must be room. */
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

  /** The oldest first. */
  toJSON(): readonly number[] {
    return Array.from(
      { length: this.#length },
      (_, at) => this.#prints[(this.#end - this.#length + at) & this.#mask] ?? 0,
    );
  }

  /** Whether a place is held by a fingerprint of a bucket: what nothing ever came into leads to place 0. */
  #isOfBucket(place: number, bucket: number): boolean {
    if (this.#age(place) >= this.#length) return false;
    return ((this.#prints[place] ?? 0) & this.#bucketMask) === bucket;
  }

  /** How many came after the one at a place. */
  #age(place: number): number {
    return (this.#end - 1 - place) & this.#mask;
  }
}
