// How long the event loop of a process ran, and how long it had work while the machine ran other
// programs, as counted by the Linux kernel.
import { readFileSync } from 'node:fs';

export interface LoopTime {
  readonly ranMs: number;
  readonly waitedMs: number;
}

/** Of its first thread, since the process started. */
export function loopTimeOf(pid: number): LoopTime {
  const [ran = 0, waited = 0] = readFileSync(`/proc/${pid}/schedstat`, 'utf8')
    .split(' ')
    .map(Number);
  return { ranMs: ran / 1e6, waitedMs: waited / 1e6 };
}

/** Since an earlier reading. */
export function loopTimeSince(pid: number, before: LoopTime): LoopTime {
  const { ranMs, waitedMs } = loopTimeOf(pid);
  return { ranMs: ranMs - before.ranMs, waitedMs: waitedMs - before.waitedMs };
}

/** The share of the time with work since then in which the loop ran. */
export function shareSince(pid: number, before: LoopTime): number {
  const { ranMs, waitedMs } = loopTimeSince(pid, before);
  return ranMs / (ranMs + waitedMs);
}
