// Bytes that are held while more of the same comes: bodies being received, frames half arrived. They
// have one bound together. At the bound the payer who holds most loses the largest of theirs, so that
// whoever floods makes room for the others. It holds no bytes itself.

/** One body or frame that is arriving. */
export interface Holder {
  /** So many bytes more are held. They may end this very holder. */
  grow(sizeBytes: number): void;
  /** Nothing of it is held any more. Calling it twice does no harm. */
  release(): void;
}

interface Held {
  readonly payer: string;
  readonly end: () => void;
  sizeBytes: number;
}

export class HeldBytes {
  readonly #limitBytes: number;
  readonly #holders = new Set<Held>();
  #sizeBytes = 0;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /** `end` gives up what is held; the holder is released by then. */
  hold(payer: string, end: () => void): Holder {
    const held: Held = { payer, end, sizeBytes: 0 };
    this.#holders.add(held);
    return {
      grow: (sizeBytes) => {
        if (!this.#holders.has(held)) return;
        held.sizeBytes += sizeBytes;
        this.#sizeBytes += sizeBytes;
        while (this.#sizeBytes > this.#limitBytes) this.#endOne();
      },
      release: () => this.#release(held),
    };
  }

  #release(held: Held): void {
    if (this.#holders.delete(held)) this.#sizeBytes -= held.sizeBytes;
  }

  #endOne(): void {
    const payer = this.#heaviestPayer();
    let largest: Held | null = null;
    for (const held of this.#holders)
      if (held.payer === payer && held.sizeBytes > (largest?.sizeBytes ?? 0)) largest = held;
    if (largest === null) return;
    this.#release(largest);
    largest.end();
  }

  /** Only at the bound: adding up each time would cost every chunk of every body. */
  #heaviestPayer(): string {
    const sums = new Map<string, number>();
    let heaviest = '';
    for (const { payer, sizeBytes } of this.#holders) {
      const sum = (sums.get(payer) ?? 0) + sizeBytes;
      sums.set(payer, sum);
      if (sum > (sums.get(heaviest) ?? 0)) heaviest = payer;
    }
    return heaviest;
  }
}
