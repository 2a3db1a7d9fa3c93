// How long the event loop of a process ran, and how long it had work and the machine ran others, as the
// kernel of Linux counts it.
import { readFileSync } from 'node:fs';

export interface LoopTime {
  readonly ranMs: number;
  readonly waitedMs: number;
}

/** Of its first thread, since it began. */
export function loopTimeOf(pid: number): LoopTime {
  const [ran = 0, waited = 0] = readFileSync(`/proc/${pid}/schedstat`, 'utf8')
    .split(' ')
    .map(Number);
  return { ranMs: ran / 1e6, waitedMs: waited / 1e6 };
}

/** Of the time since then in which it had work, the share in which it ran. */
export function shareSince(pid: number, before: LoopTime): number {
  const { ranMs, waitedMs } = loopTimeOf(pid);
  const ran = ranMs - before.ranMs;
  return ran / (ran + waitedMs - before.waitedMs);
}
