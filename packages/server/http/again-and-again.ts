// What is done by the clock for as long as the process runs: at once, and after each time anew. What
// fails is logged, and done again when its time comes.
import type { Log } from '@opportune/core/ports/log.ts';
import type { Schedule } from '@opportune/core/world/world.ts';

/** What the log says of a failure, and how long after each time it is done anew. */
export interface Again {
  readonly failed: string;
  readonly everyMs: number;
}

/** The function ends it, and resolves when what is under way is done. */
export function againAndAgain(
  { schedule, log }: { readonly schedule: Schedule; readonly log: Log },
  { failed, everyMs }: Again,
  run: () => Promise<void>,
): () => Promise<void> {
  let cancel: () => void = () => {};
  let running = Promise.resolve();
  let isClosed = false;
  const next = (): void => {
    running = run()
      .catch((error: unknown) => log.warn(failed, { reason: String(error) }))
      .then(() => {
        if (!isClosed) cancel = schedule(everyMs, next);
      });
  };
  next();
  return () => {
    isClosed = true;
    cancel();
    return running;
  };
}
