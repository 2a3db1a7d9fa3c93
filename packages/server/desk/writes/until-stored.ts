// Stores what was already decided, because memory is ahead of the store. Retries while the store
// may recover. Gives up when a retry would fail the same way, or when the server stops. Unforeseen
// errors get a limited number of retries, since a bug would otherwise block all later writes
// forever.
import { problemFor } from '../../http/problem/answer-errors.ts';
import type { DeskParts } from '../seams.ts';

const pauseMs = { first: 50, most: 2000 };
/** About nine seconds. */
const unforeseenTries = 10;

/** Resolves when the work is done. Rejects with its error when it gives up. */
export async function untilStored<Done>(
  { log, schedule }: Pick<DeskParts, 'log' | 'schedule'>,
  stopped: () => boolean,
  work: () => Promise<Done>,
): Promise<Done> {
  let unforeseen = 0;
  for (let pause = pauseMs.first; ; pause = Math.min(pause * 2, pauseMs.most)) {
    try {
      return await work();
    } catch (error) {
      const { code, retry } = problemFor(error);
      log.error('a conversation was not stored', { code, reason: String(error) });
      if (code === 'server.failed') unforeseen += 1;
      if (!retry || stopped() || unforeseen >= unforeseenTries) throw error;
      await new Promise<void>((resolve) => void schedule(pause, resolve));
    }
  }
}
