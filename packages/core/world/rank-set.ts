// A set of small numbers (ranks of campaigns, numbers of patterns), one bit each. Small enough for
// every visitor to have several, and iterated in ascending order without sorting. Of ten thousand
// possible members few are in a set: it keeps only its non-empty words, so its cost depends on its
// contents.

export class RankSet {
  /**
   * The number of a word and its 32 bits alternate, ascending. Only the first `#length` entries are
   * valid; the rest is reused. A plain list, because the overhead of a typed array, 250 bytes, is
   * more than the words take.
   */
  #words: number[] = [];
  #length = 0;

  /** Approximate size in bytes. */
  get sizeBytes(): number {
    return 64 + this.#words.length * 8;
  }

  add(rank: number): void {
    this.#addBits(rank >>> 5, 1 << (rank & 31));
  }

  addAll(ranks: readonly number[]): void {
    for (const rank of ranks) this.add(rank);
  }

  /** Adds all ranks below `count`. */
  addBelow(count: number): void {
    for (let rank = 0; rank < count; rank++) this.add(rank);
  }

  addSet(other: RankSet): void {
    for (let at = 0; at < other.#length; at += 2)
      this.#addBits(other.#words[at] ?? 0, other.#words[at + 1] ?? 0);
  }

  /** Removes all members of another set. */
  deleteSet(other: RankSet): void {
    if (other.#length === 0) return;
    let its = 0;
    this.#keep((word, bits) => {
      while (its < other.#length && (other.#words[its] ?? 0) < word) its += 2;
      return its < other.#length && other.#words[its] === word
        ? bits & ~(other.#words[its + 1] ?? 0)
        : bits;
    });
  }

  /** Removes the members of a mask, one bit for each rank. */
  deleteMasked(mask: Uint32Array): void {
    this.#keep((word, bits) => bits & ~(mask[word] ?? 0));
  }

  /**
   * Moves the members of a mask, one bit for each rank, into another set. Returns whether there
   * were any.
   */
  moveInto(other: RankSet, mask: Uint32Array): boolean {
    let isMoved = false;
    this.#keep((word, bits) => {
      const moved = bits & (mask[word] ?? 0);
      if (moved === 0) return bits;
      isMoved = true;
      other.#addBits(word, moved);
      return bits & ~moved;
    });
    return isMoved;
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

  /** The smallest member from `from` on, or -1. */
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

  #addBits(word: number, bits: number): void {
    const at = this.#placeOf(word);
    if (at === this.#length || this.#words[at] !== word) this.#insert(at, word);
    this.#words[at + 1] = (this.#words[at + 1] ?? 0) | bits;
  }

  /** Keeps in each word the bits that the function returns. */
  #keep(kept: (word: number, bits: number) => number): void {
    const words = this.#words;
    let to = 0;
    for (let at = 0; at < this.#length; at += 2) {
      const word = words[at] ?? 0;
      const bits = kept(word, words[at + 1] ?? 0);
      if (bits === 0) continue;
      words[to] = word;
      words[to + 1] = bits;
      to += 2;
    }
    this.#length = to;
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
    // By hand: `copyWithin` takes ten times as long for so few.
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

/** Adds a rank to a mask, one bit for each rank. */
export function markRank(mask: Uint32Array, rank: number): void {
  mask[rank >>> 5] = (mask[rank >>> 5] ?? 0) | (1 << (rank & 31));
}

/** Whether a mask has a rank, one bit for each rank. */
export function hasRank(mask: Uint32Array, rank: number): boolean {
  return (((mask[rank >>> 5] ?? 0) >>> (rank & 31)) & 1) === 1;
}

function leastOf(word: number, bits: number): number {
  return (word << 5) + 31 - Math.clz32(bits & -bits);
}

const zeros: readonly number[] = Array.from({ length: 64 }, () => 0);

/** A quarter more, so that large sets are not copied for every word. */
function room(length: number): readonly number[] {
  return zeros.slice(0, Math.min(zeros.length, Math.max(1, length >>> 3) * 2));
}
