// Keeps one child process running: restarts it with growing pauses when it ends unasked, and ends
// it when asked. It does not know what the child does. `start` resolves when the child is ready.
import type { Log } from '@opportune/core/ports/log.ts';
import { reasonOf } from '../engine-error.ts';

export interface Running {
  /** Settles with the reason when the process is gone, for any cause. Never rejects. */
  readonly exited: Promise<string>;
  /** Ends the process and resolves when it is gone. */
  stop(): Promise<void>;
}

export interface Supervised {
  close(): Promise<void>;
  /** Stops supervising the process and leaves it running for a successor. */
  letGo(): void;
}

const firstPauseMs = 100;
const longestPauseMs = 5000;
/** A process that lived this long was healthy: the next pause is the first one again. */
const healthyMs = 3000;

/**
 * Starts `name`, or takes over a running one, and keeps it running until closed. Rejects if the
 * very first start fails.
 */
export async function supervise(
  name: string,
  start: () => Promise<Running>,
  log: Log,
  first?: Running,
): Promise<Supervised> {
  const closing = new AbortController();
  let current: Running | undefined = first ?? (await start());
  const loop = keepAlive();

  async function keepAlive(): Promise<void> {
    let pauseMs = firstPauseMs;
    while (!closing.signal.aborted) {
      const startedAt = performance.now();
      const reason = current === undefined ? 'did not start' : await current.exited;
      if (closing.signal.aborted) return;
      if (performance.now() - startedAt > healthyMs) pauseMs = firstPauseMs;
      log.error(`${name} ended; starting it again`, { reason, pauseMs });
      await pause(pauseMs, closing.signal);
      pauseMs = Math.min(pauseMs * 2, longestPauseMs);
      current = closing.signal.aborted ? undefined : await startAgain();
    }
  }

  async function startAgain(): Promise<Running | undefined> {
    try {
      return await start();
    } catch (error) {
      log.error(`${name} could not be started`, { reason: reasonOf(error) });
      return undefined;
    }
  }

  return {
    letGo: () => closing.abort(),
    async close() {
      closing.abort();
      await Promise.race([loop, current?.stop()]);
      await loop;
      await current?.stop();
    },
  };
}

function pause(durationMs: number, cancelled: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, durationMs);
    cancelled.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
