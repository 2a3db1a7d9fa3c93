// Counts bytes held while the rest of them arrives: request bodies, partial frames. They share one
// limit. At the limit the payer who holds most loses the largest of theirs, so a flood makes room
// for others. Several kinds, each with a limit of its own, may share a further one. It holds no bytes
// itself.

/** One body or frame that is arriving. */
export interface Holder {
  /** Adds this many bytes. May end this very holder. */
  grow(sizeBytes: number): void;
  /** Nothing of it is held any more. A second call has no effect. */
  release(): void;
}

interface Held {
  readonly payer: string;
  readonly end: () => void;
  readonly outer: Holder | null;
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
    const held: Held = { payer, end, outer: outer ?? null, sizeBytes: 0 };
    this.#holders.add(held);
    return {
      grow: (sizeBytes) => {
        if (!this.#holders.has(held)) return;
        held.sizeBytes += sizeBytes;
        this.#sizeBytes += sizeBytes;
        while (this.#sizeBytes > this.#limitBytes) this.#endOne();
        outer?.grow(sizeBytes);
      },
      release: () => this.#release(held),
    };
  }

  #release(held: Held): void {
    if (!this.#holders.delete(held)) return;
    this.#sizeBytes -= held.sizeBytes;
    held.outer?.release();
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

  /** Only at the limit: summing each time would be paid by every chunk of every body. */
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
