// How invented people act: each follows a script, which says how long to wait before it goes on. The
// clock stands still while a step is done, so that each step happens at its own instant.
import type { SimulatedTime } from './simulated-time.ts';

/** Yields the seconds until its next step. */
export type Script = AsyncGenerator<number, void>;

/** Begins the script at this instant. */
export function play(time: SimulatedTime, at: number, script: Script): void {
  const goOn = async (): Promise<void> => {
    const next = await script.next();
    if (next.done !== true) time.at(time.now() + next.value * 1000, goOn);
  };
  time.at(at, goOn);
}
