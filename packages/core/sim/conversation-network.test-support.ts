// One connection of a simulated network. Each direction is a stream: frames arrive late and in
// order. After a lost frame nothing more arrives, until the ends notice and the line is cut. Frames
// of the client may come twice, like its retries. A fault rate of zero makes it perfect. A sender
// that bounds its send queue drops a reader that has stopped reading.
import type { Loop } from './conversation-loop.test-support.ts';

export interface Faults {
  /**
   * Probability that a frame is lost with all that follow, that one comes up twice, and that its
   * reader stalls before it.
   */
  lost: number;
  twice: number;
  stalled: number;
}

type Way = 'up' | 'down';

/** How long a stalled reader delays everything behind it. */
const stallMs = 4000;
/** Within this time the ends notice that a connection carries nothing any more. */
const noticedMs = 5000;

export class Connection<Up, Down> {
  readonly #loop: Loop;
  readonly #faults: Faults;
  readonly #mostWaiting: number;
  readonly #arrivals: Record<Way, number> = { up: 0, down: 0 };
  readonly #broken: Record<Way, boolean> = { up: false, down: false };
  readonly #openedAt: number;
  #waiting = 0;
  open = true;
  onUp: (frame: Up) => void = () => {};
  onDown: (frame: Down) => void = () => {};
  onCut: () => void = () => {};

  /** If more than this many frames are on their way down, the connection is cut. */
  constructor(loop: Loop, faults: Faults, mostWaiting = Infinity) {
    this.#loop = loop;
    this.#faults = faults;
    this.#mostWaiting = mostWaiting;
    this.#openedAt = loop.now;
  }

  /** For how long it has carried everything. */
  get soundMs(): number {
    const sound = this.open && !this.#broken.up && !this.#broken.down;
    return sound ? this.#loop.now - this.#openedAt : 0;
  }

  up(frame: Up): void {
    this.#carry('up', () => this.onUp(frame), this.#loop.chance(this.#faults.twice) ? 2 : 1);
  }

  down(frame: Down): void {
    if (this.#waiting >= this.#mostWaiting) return this.cut();
    this.#carry('down', () => this.onDown(frame), 1);
  }

  cut(): void {
    if (!this.open) return;
    this.open = false;
    this.onCut();
  }

  #delayMs(): number {
    return this.#loop.chance(this.#faults.stalled) ? stallMs : this.#loop.between(1, 40);
  }

  #carry(way: Way, deliver: () => void, times: number): void {
    if (!this.open || this.#broken[way]) return;
    if (this.#loop.chance(this.#faults.lost)) return this.#break(way);
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

  #break(way: Way): void {
    this.#broken[way] = true;
    this.#loop.after(this.#loop.between(0, noticedMs), () => this.cut());
  }
}
