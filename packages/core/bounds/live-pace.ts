// How long work that has waited rests between its batches, so that people who talk at this moment do not
// wait for it. It follows how long their messages take: late ones lengthen the rest quickly, those in
// time shorten it slowly, so that about one in twenty-five is late while there is more to do than time.

/** A message that takes longer to be stored and told is late. */
const lateMs = 25;
/** The shortest rest, and the longest. */
const leastMs = 10;
const mostMs = 150;
const longer = 1.25;
const shorter = 0.99;
/** Without a message for so long, nobody talks. */
const quietMs = 5000;

export class LivePace {
  readonly #clock: { now(): number };
  #restMs = 0;
  #notedAt = -Infinity;

  /** `clock`: in milliseconds. */
  constructor(clock: { now(): number }) {
    this.#clock = clock;
  }

  /** A message of people who talk took so long to be stored and told. */
  note(tookMs: number): void {
    this.#notedAt = this.#clock.now();
    const restMs = this.#restMs * (tookMs > lateMs ? longer : shorter);
    const atLeast = tookMs > lateMs ? leastMs : 0;
    this.#restMs = restMs < leastMs ? atLeast : Math.min(mostMs, restMs);
  }

  /** Zero: all are served in time, or nobody talks. */
  get restMs(): number {
    return this.#clock.now() - this.#notedAt > quietMs ? 0 : this.#restMs;
  }
}
