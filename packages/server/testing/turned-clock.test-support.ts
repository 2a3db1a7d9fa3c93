// A clock that a test can turn forward, with timers that follow it.

/** The system's clock plus the time by which the test turned it. Timers count both. */
export function turnedClock() {
  let turned = 0;
  const timers = new Set<{ readonly dueAt: number; readonly run: () => void }>();
  const now = () => Date.now() + turned;
  const runDue = () => {
    for (const timer of [...timers].sort((a, b) => a.dueAt - b.dueAt)) {
      if (timer.dueAt <= now() && timers.delete(timer)) timer.run();
    }
  };
  return {
    now,
    schedule(delayMs: number, run: () => void) {
      const timer = { dueAt: now() + delayMs, run };
      timers.add(timer);
      // A timer may fire a millisecond before the clock says so: it runs all the same.
      const real = setTimeout(() => {
        if (timers.delete(timer)) run();
      }, delayMs);
      real.unref();
      return () => {
        timers.delete(timer);
        clearTimeout(real);
      };
    },
    advance(ms: number) {
      turned += ms;
      runDue();
    },
  };
}
