// The clock of leases: milliseconds that only run forward and, on Linux, also while the machine sleeps,
// so that a laptop that wakes up does not believe that its lease holds.
import { uptime } from 'node:os';

export function leaseClock(): () => number {
  const startedAt = uptime() * 1000 - performance.now();
  let last = Number.NEGATIVE_INFINITY;
  return () => {
    last = Math.max(last, startedAt + performance.now(), uptime() * 1000);
    return last;
  };
}
