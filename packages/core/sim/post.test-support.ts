// Independent requests of a simulated network: they are late by very different times, overtake each
// other, come twice, or get lost, and so do their answers. There is no order.
import type { Loop } from './conversation-loop.test-support.ts';

export interface PostFaults {
  /**
   * Probability that a request or an answer is lost, that a request comes twice, and that it comes
   * very late.
   */
  lost: number;
  twice: number;
  late: number;
}

/**
 * The latest that a very late request comes: past the minute in which events may fire something.
 */
const veryLateMs = 90_000;

export class Post {
  readonly #loop: Loop;
  readonly #faults: PostFaults;

  constructor(loop: Loop, faults: PostFaults) {
    this.#loop = loop;
    this.#faults = faults;
  }

  /**
   * Carries one request. `serve` is called for each copy that arrives, `answered` for each answer
   * that does.
   */
  send<Answer>(serve: () => Promise<Answer> | null, answered: (answer: Answer) => void): void {
    const copies = this.#loop.chance(this.#faults.twice) ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1) this.#carry(serve, answered);
  }

  #carry<Answer>(serve: () => Promise<Answer> | null, answered: (answer: Answer) => void): void {
    if (this.#loop.chance(this.#faults.lost)) return;
    this.#loop.after(this.#delayMs(), () => {
      void serve()?.then((answer) => {
        if (this.#loop.chance(this.#faults.lost)) return;
        this.#loop.after(this.#loop.between(1, 100), () => answered(answer));
      });
    });
  }

  #delayMs(): number {
    if (this.#loop.chance(this.#faults.late)) return this.#loop.between(1000, veryLateMs);
    return this.#loop.between(1, 400);
  }
}
