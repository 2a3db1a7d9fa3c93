// One connection of a simulated network: frames arrive late, in order, sometimes twice, sometimes
// never; a cut ends it for both sides. A fault rate of zero makes it perfect. A sender that bounds what
// waits for its reader lets go of one that has stopped reading.
import type { Loop } from './conversation-loop.ts';

export interface Faults {
  /** Probability that a frame is lost, that it comes twice, and that its reader stalls before it. */
  lost: number;
  twice: number;
  stalled: number;
}

/** How long a reader that stalls keeps everything behind it waiting. */
const stallMs = 4000;

export class Connection<Up, Down> {
  readonly #loop: Loop;
  readonly #faults: Faults;
  readonly #mostWaiting: number;
  readonly #arrivals = { up: 0, down: 0 };
  #waiting = 0;
  open = true;
  onUp: (frame: Up) => void = () => {};
  onDown: (frame: Down) => void = () => {};
  onCut: () => void = () => {};

  /** Beyond so many frames on their way down the line is cut. */
  constructor(loop: Loop, faults: Faults, mostWaiting = Infinity) {
    this.#loop = loop;
    this.#faults = faults;
    this.#mostWaiting = mostWaiting;
  }

  up(frame: Up): void {
    this.#carry('up', () => this.onUp(frame));
  }

  down(frame: Down): void {
    if (this.#waiting >= this.#mostWaiting) return this.cut();
    this.#carry('down', () => this.onDown(frame));
  }

  cut(): void {
    if (!this.open) return;
    this.open = false;
    this.onCut();
  }

  #delayMs(): number {
    return this.#loop.chance(this.#faults.stalled) ? stallMs : this.#loop.between(1, 40);
  }

  #carry(way: 'up' | 'down', deliver: () => void): void {
    if (!this.open || this.#loop.chance(this.#faults.lost)) return;
    const times = this.#loop.chance(this.#faults.twice) ? 2 : 1;
    for (let count = 0; count < times; count += 1) {
      const at = Math.max(this.#arrivals[way], this.#loop.now + this.#delayMs());
      this.#arrivals[way] = at;
      if (way === 'down') this.#waiting += 1;
      this.#loop.after(at - this.#loop.now, () => {
        if (way === 'down') this.#waiting -= 1;
        if (this.open) deliver();
      });
    }
  }
}
