// Stores what was decided already: again and again while the store may come back, because memory is
// ahead of it. Gives up where the same would only fail again, or when the server stops. What nobody foresaw
// is tried some times: it may be a store in trouble, or a fault that would keep all behind it for ever.
import { problemFor } from '../../http/problem/answer-errors.ts';
import type { DeskParts } from '../seams.ts';

const pauseMs = { first: 50, most: 2000 };
/** About nine seconds. */
const unforeseenTries = 10;

/** Resolves when the work is done; rejects with its error when it is given up. */
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
