// A clock that stands still until a test advances it, with its timers.

export function turnedTo(start: number) {
  let now = start;
  const timers = new Set<{ readonly dueAt: number; readonly run: () => void }>();
  return {
    now: () => now,
    schedule(delayMs: number, run: () => void) {
      const timer = { dueAt: now + delayMs, run };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    turnTo(at: number) {
      now = at;
      for (const timer of [...timers].sort((a, b) => a.dueAt - b.dueAt))
        if (timer.dueAt <= now && timers.delete(timer)) timer.run();
    },
  };
}
