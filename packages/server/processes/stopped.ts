// Whether a process is stopped by a signal, as Linux tells.
import { readFileSync } from 'node:fs';

/** True for SIGSTOP and its like (state T of proc(5)). False for any other process, and elsewhere. */
export function isStopped(pid: number | undefined): boolean {
  if (pid === undefined) return false;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name before it may contain anything.
    return stat.charAt(stat.lastIndexOf(')') + 2) === 'T';
  } catch {
    return false;
  }
}
