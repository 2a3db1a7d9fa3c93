// Work that many bring at once and nobody waits for: a few at a time, with pauses in which whatever
// people do wait for is done.

/** The first begin after this pause: until then others have the loop to themselves. */
const firstMs = 1000;
const pauseMs = 400;
/** Looked up by one query; what a query costs does not depend much on how many it is for. */
const atOnce = 200;

/** Runs what it is given, in order. */
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
