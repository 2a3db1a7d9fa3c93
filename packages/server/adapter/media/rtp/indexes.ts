// The indexes of the packets of one source: their sequence numbers, which have 16 bits, and how often they
// have begun anew. Remembers the newest ones, so that none is taken twice.

export class Indexes {
  #highest = -1;
  readonly #taken = new Float64Array(remembered).fill(-1);

  /** The newest that was taken. −1: none was. */
  get highest(): number {
    return this.#highest;
  }

  /** That of a packet that is about as old as the newest one (RFC 3711, 3.3.1). */
  of(sequence: number): number {
    if (this.#highest < 0) return sequence;
    const newest = this.#highest % sequences;
    const begun = this.#highest - newest;
    const ahead = sequence - newest;
    if (ahead > sequences / 2) return begun - sequences + sequence;
    return ahead < -sequences / 2 ? begun + sequences + sequence : begun + sequence;
  }

  /** Whether it was not taken yet. What is older than those that are remembered counts as taken. */
  isNew(index: number): boolean {
    return (
      index >= 0 && index > this.#highest - remembered && this.#taken[index % remembered] !== index
    );
  }

  take(index: number): void {
    this.#taken[index % remembered] = index;
    this.#highest = Math.max(this.#highest, index);
  }
}

const sequences = 0x1_0000;
/** A second and more of speech. RFC 3711, 3.3.2 asks for 64. */
const remembered = 128;
