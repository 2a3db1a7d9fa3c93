// How many frames one session takes: a bucket of tokens that fills with time.

/** Frames of any kind a second and at once, for one session. */
const frames = { perSecond: 50, burst: 300 };

export class FrameRate {
  #tokens: number = frames.burst;
  #at = 0;

  /** Whether one more is taken at this instant (ms). */
  take(now: number): boolean {
    const elapsedMs = Math.max(0, now - this.#at);
    const filled = this.#tokens + (elapsedMs * frames.perSecond) / 1000;
    const tokens = Math.min(frames.burst, filled);
    this.#tokens = Math.max(0, tokens - 1);
    this.#at = now;
    return tokens >= 1;
  }
}
