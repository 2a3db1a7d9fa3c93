// Ticks for the console's socket, also while its tab is hidden. With slowed timers the connection,
// and with it the agent, would seem lost for most of each minute.

/**
 * Calls back every 250 ms until the returned function is called. Where workers fail, a hidden tab
 * ticks less often.
 */
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
