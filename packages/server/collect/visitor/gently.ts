// Runs work that many bring at once and nobody waits for: a few tasks at a time, with pauses for
// work that people do wait for.

/** The pause before the first task, which leaves the loop to others. */
const firstMs = 1000;
const pauseMs = 400;
/** Tasks per pause. One query looks up all of them, and its cost depends little on their number. */
const atOnce = 200;

/** Runs the given tasks in order. */
export function gently(): (run: () => void) => void {
  const waiting: (() => void)[] = [];
  const some = (): void => {
    for (const run of waiting.splice(0, atOnce)) run();
    if (waiting.length > 0) setTimeout(some, pauseMs).unref();
  };
  return (run) => {
    if (waiting.push(run) === 1) setTimeout(some, firstMs).unref();
  };
}
