// Counts bytes held while the rest of them arrives: request bodies, partial frames. They share one
// limit. At the limit the payer who holds most loses the largest of theirs, so a flood makes room
// for others. Several kinds, each with a limit of its own, may share a further one. It holds no bytes
// itself.

/** One body or frame that is arriving. */
export interface Holder {
  /** Adds this many bytes. May end this very holder. */
  grow(sizeBytes: number): void;
  /** All of it is here and is being used: it goes on counting, and is not ended any more. */
  settle(): void;
  /** Nothing of it is held any more. A second call has no effect. */
  release(): void;
}

interface Held {
  readonly payer: string;
  readonly end: () => void;
  readonly outer: Holder | null;
  isSettled: boolean;
  sizeBytes: number;
}

export class HeldBytes {
  readonly #limitBytes: number;
  readonly #within: HeldBytes | null;
  readonly #holders = new Set<Held>();
  #sizeBytes = 0;

  /** `within`: what else is held counts together with this. */
  constructor(limitBytes: number, within: HeldBytes | null = null) {
    this.#limitBytes = limitBytes;
    this.#within = within;
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /** `end` drops what is held. The holder is already released when it is called. */
  hold(payer: string, end: () => void): Holder {
    const outer = this.#within?.hold(payer, () => {
      this.#release(held);
      end();
    });
    const held: Held = { payer, end, outer: outer ?? null, isSettled: false, sizeBytes: 0 };
    this.#holders.add(held);
    return {
      grow: (sizeBytes) => {
        if (!this.#holders.has(held)) return;
        held.sizeBytes += sizeBytes;
        this.#sizeBytes += sizeBytes;
        while (this.#sizeBytes > this.#limitBytes) this.#endOne(held);
        outer?.grow(sizeBytes);
      },
      settle: () => {
        held.isSettled = true;
        outer?.settle();
      },
      release: () => this.#release(held),
    };
  }

  #release(held: Held): void {
    if (!this.#holders.delete(held)) return;
    this.#sizeBytes -= held.sizeBytes;
    held.outer?.release();
  }

  /** Ends what is growing if nothing else that is arriving holds anything. */
  #endOne(growing: Held): void {
    const payer = this.#heaviestPayer();
    let chosen = growing;
    for (const held of this.#holders)
      if (held.payer === payer && !held.isSettled && isLarger(held, chosen, payer)) chosen = held;
    this.#release(chosen);
    chosen.end();
  }

  /** Of those that are arriving. Only at the limit: each chunk of every body would pay for the sum. */
  #heaviestPayer(): string {
    const sums = new Map<string, number>();
    let heaviest = '';
    for (const { payer, isSettled, sizeBytes } of this.#holders) {
      if (isSettled) continue;
      const sum = (sums.get(payer) ?? 0) + sizeBytes;
      sums.set(payer, sum);
      if (sum > (sums.get(heaviest) ?? 0)) heaviest = payer;
    }
    return heaviest;
  }
}

/** Of two that are arriving, any of the payer comes before any other. */
function isLarger(one: Held, other: Held, payer: string): boolean {
  return other.payer !== payer || one.sizeBytes > other.sizeBytes;
}
