// The network of a simulated cluster. What is sent may be lost, come twice, late and in another order;
// pairs may be cut in one direction or both.
import type { VirtualTime } from './virtual-time.test-support.ts';

export interface WireFaults {
  lost: number;
  twice: number;
  /** Probability that it takes one to six seconds. */
  late: number;
}

export class Wires {
  readonly faults: WireFaults = { lost: 0, twice: 0, late: 0 };
  readonly #time: VirtualTime;
  /** Until when a direction is cut. */
  readonly #cut = new Map<string, number>();

  constructor(time: VirtualTime) {
    this.#time = time;
  }

  cut(from: string, to: string, forMs: number): void {
    this.#cut.set(`${from}>${to}`, this.#time.now + forMs);
  }

  heal(): void {
    this.#cut.clear();
    Object.assign(this.faults, { lost: 0, twice: 0, late: 0 });
  }

  send(from: string, to: string, arrive: () => void): void {
    const time = this.#time;
    const copies = time.chance(this.faults.twice) ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1) {
      if (time.chance(this.faults.lost)) continue;
      const isLate = time.chance(this.faults.late);
      time.after(isLate ? time.between(1000, 6000) : time.between(1, 12), () => {
        if ((this.#cut.get(`${from}>${to}`) ?? 0) <= time.now) arrive();
      });
    }
  }
}
