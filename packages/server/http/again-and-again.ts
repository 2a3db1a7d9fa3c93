// Runs a task at once and then after each interval, for as long as the process runs. Logs a failure
// and tries again at the next interval.
import type { Log } from '@opportune/core/ports/log.ts';
import type { Schedule } from '@opportune/core/world/world.ts';

/** The log message for a failure, and the pause between two runs. */
export interface Again {
  readonly failed: string;
  readonly everyMs: number;
}

/** Returns a function that stops the task and resolves once a running one has finished. */
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
