// A set of small numbers (ranks of campaigns, numbers of patterns), one bit each: small enough for
// every visitor to have several, and walked in ascending order without sorting. Of ten thousand that
// there are few are ever in one set: it keeps those of its words that are not empty, and costs what
// is in it.

export class RankSet {
  /**
   * The number of a word and its 32 bits by turns, ascending; only the first `#length` hold, what is
   * behind them is used again. A plain list: what a typed array needs beside its words, 250 bytes, is
   * more than they are.
   */
  #words: number[] = [];
  #length = 0;

  add(rank: number): void {
    const word = rank >>> 5;
    const at = this.#placeOf(word);
    if (at === this.#length || this.#words[at] !== word) this.#insert(at, word);
    this.#words[at + 1] = (this.#words[at + 1] ?? 0) | (1 << (rank & 31));
  }

  addAll(ranks: readonly number[]): void {
    for (const rank of ranks) this.add(rank);
  }

  /** Adds all ranks below `count`. */
  addBelow(count: number): void {
    for (let rank = 0; rank < count; rank++) this.add(rank);
  }

  addSet(other: RankSet): void {
    for (let rank = other.next(0); rank >= 0; rank = other.next(rank + 1)) this.add(rank);
  }

  delete(rank: number): void {
    const at = this.#placeOf(rank >>> 5);
    if (at === this.#length || this.#words[at] !== rank >>> 5) return;
    const left = (this.#words[at + 1] ?? 0) & ~(1 << (rank & 31));
    this.#words[at + 1] = left;
    if (left === 0) this.#remove(at);
  }

  has(rank: number): boolean {
    const at = this.#placeOf(rank >>> 5);
    if (at === this.#length || this.#words[at] !== rank >>> 5) return false;
    return (((this.#words[at + 1] ?? 0) >>> (rank & 31)) & 1) === 1;
  }

  clear(): void {
    this.#length = 0;
  }

  /** The smallest rank in it from `from` on, or -1. */
  next(from: number): number {
    let at = this.#placeOf(from >>> 5);
    if (at < this.#length && this.#words[at] === from >>> 5) {
      const bits = (this.#words[at + 1] ?? 0) & (-1 << (from & 31));
      if (bits !== 0) return leastOf(from >>> 5, bits);
      at += 2;
    }
    return at < this.#length ? leastOf(this.#words[at] ?? 0, this.#words[at + 1] ?? 0) : -1;
  }

  /** The smallest rank from `from` on that is in both sets, or -1. */
  nextInBoth(other: RankSet, from: number): number {
    let at = this.#placeOf(from >>> 5);
    let its = other.#placeOf(from >>> 5);
    while (at < this.#length && its < other.#length) {
      const word = this.#words[at] ?? 0;
      const theirs = other.#words[its] ?? 0;
      if (word === theirs) {
        const both = (this.#words[at + 1] ?? 0) & (other.#words[its + 1] ?? 0);
        const bits = word === from >>> 5 ? both & (-1 << (from & 31)) : both;
        if (bits !== 0) return leastOf(word, bits);
      }
      if (word <= theirs) at += 2;
      if (theirs <= word) its += 2;
    }
    return -1;
  }

  /** Where a word is, or would be. */
  #placeOf(word: number): number {
    const words = this.#words;
    let at = 0;
    let end = this.#length >>> 1;
    while (at < end) {
      const middle = (at + end) >>> 1;
      if ((words[middle << 1] ?? 0) < word) at = middle + 1;
      else end = middle;
    }
    return at << 1;
  }

  #insert(at: number, word: number): void {
    if (this.#length === this.#words.length) this.#words = this.#words.concat(room(this.#length));
    const words = this.#words;
    // By hand: `copyWithin` takes ten times as long for the few that there are.
    for (let from = this.#length - 1; from >= at; from--) words[from + 2] = words[from] ?? 0;
    words[at] = word;
    words[at + 1] = 0;
    this.#length += 2;
  }

  #remove(at: number): void {
    const words = this.#words;
    this.#length -= 2;
    for (let to = at; to < this.#length; to++) words[to] = words[to + 2] ?? 0;
  }
}

function leastOf(word: number, bits: number): number {
  return (word << 5) + 31 - Math.clz32(bits & -bits);
}

const pair: readonly number[] = [0, 0];

/** An eighth more, so that large sets need not be copied for every word. */
function room(length: number): readonly number[] {
  return length < 32 ? pair : Array.from({ length: (length >>> 4) * 2 }, () => 0);
}
