// Time for the console's line, also while nobody looks at its tab: else the line would seem lost there
// for most of each minute, and the agent with it.

/** Calls back every quarter of a second until it is stopped. */
export function onTick(tick: () => void): () => void {
  let stop = (): void => {};
  const slowly = (): void => {
    const timer = setInterval(tick, 250);
    stop = () => clearInterval(timer);
  };
  try {
    const worker = new Worker(new URL('./ticker.ts', import.meta.url), { type: 'module' });
    stop = () => worker.terminate();
    worker.addEventListener('message', tick);
    worker.addEventListener('error', slowly, { once: true });
  } catch {
    slowly();
  }
  return () => stop();
}
