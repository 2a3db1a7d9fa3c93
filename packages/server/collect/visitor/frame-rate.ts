// How many frames one session takes: a bucket of tokens that fills with time.

/** Frames of any kind a second and at once, for one session. */
const frames = { perSecond: 50, burst: 300 };

export class FrameRate {
  #tokens: number = frames.burst;
  #at = 0;

  /** Takes one more at this instant (ms) and answers 0, or answers in how many ms it would. */
  take(now: number): number {
    const elapsedMs = Math.max(0, now - this.#at);
    const filled = this.#tokens + (elapsedMs * frames.perSecond) / 1000;
    const tokens = Math.min(frames.burst, filled);
    this.#tokens = Math.max(0, tokens - 1);
    this.#at = now;
    return tokens >= 1 ? 0 : Math.ceil(((1 - this.#tokens) * 1000) / frames.perSecond);
  }
}
