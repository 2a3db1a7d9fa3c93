// Repeats a turn on any schedule, real or simulated. A turn that takes long delays the next; two
// never run at once.
import type { Schedule } from './world.ts';

/** Runs `run` every `everyMs`, first after that long, until the returned function is called. */
export function repeat(schedule: Schedule, everyMs: number, run: () => void): () => void {
  let cancel = schedule(everyMs, turn);
  function turn(): void {
    cancel = schedule(everyMs, turn);
    run();
  }
  return () => cancel();
}
