// A set of small numbers (ranks of campaigns, numbers of patterns), one bit each: small enough for
// every visitor to have several, and walked in ascending order without sorting.

/** Grows as needed; a word holds 32 ranks. */
export class RankSet {
  /** A plain list: what a typed array needs beside its words, 250 bytes, is more than they are. */
  #words: number[];

  /** `ranks`: how many campaigns there are. */
  constructor(ranks = 0) {
    this.#words = zeros((ranks + 31) >>> 5);
  }

  add(rank: number): void {
    const word = rank >>> 5;
    if (word >= this.#words.length) this.#grow(word + 1);
    this.#words[word] = (this.#words[word] ?? 0) | (1 << (rank & 31));
  }

  addAll(ranks: readonly number[]): void {
    for (const rank of ranks) this.add(rank);
  }

  /** Adds all ranks below `count`. */
  addBelow(count: number): void {
    for (let rank = 0; rank < count; rank++) this.add(rank);
  }

  addSet(other: RankSet): void {
    const words = other.#words;
    if (words.length > this.#words.length) this.#grow(words.length);
    for (let at = 0; at < words.length; at++)
      this.#words[at] = (this.#words[at] ?? 0) | (words[at] ?? 0);
  }

  delete(rank: number): void {
    const word = rank >>> 5;
    if (word < this.#words.length)
      this.#words[word] = (this.#words[word] ?? 0) & ~(1 << (rank & 31));
  }

  has(rank: number): boolean {
    return (((this.#words[rank >>> 5] ?? 0) >>> (rank & 31)) & 1) === 1;
  }

  clear(): void {
    this.#words.fill(0);
  }

  /** The smallest rank in it from `from` on, or -1. */
  next(from: number): number {
    let at = from >>> 5;
    let word = (this.#words[at] ?? 0) & (-1 << (from & 31));
    while (word === 0) {
      if (++at >= this.#words.length) return -1;
      word = this.#words[at] ?? 0;
    }
    return (at << 5) + 31 - Math.clz32(word & -word);
  }

  #grow(length: number): void {
    this.#words = this.#words.concat(zeros(length - this.#words.length));
  }
}

function zeros(many: number): number[] {
  return Array.from({ length: many }, () => 0);
}
