// Limits the frames of one session with a token bucket.

/** Frames of any kind per session: per second, and in one burst. */
const frames = { perSecond: 50, burst: 300 };

export class FrameRate {
  #tokens: number = frames.burst;
  #at = 0;

  /**
   * Takes one token at this instant (milliseconds) and returns 0, or returns the wait in
   * milliseconds.
   */
  take(now: number): number {
    const elapsedMs = Math.max(0, now - this.#at);
    const filled = this.#tokens + (elapsedMs * frames.perSecond) / 1000;
    const tokens = Math.min(frames.burst, filled);
    this.#tokens = Math.max(0, tokens - 1);
    this.#at = now;
    return tokens >= 1 ? 0 : Math.ceil(((1 - this.#tokens) * 1000) / frames.perSecond);
  }
}
