// The resident memory and processor time of a process and its children, as Linux reports them. On a
// shared machine, processor time says more about a program than the clock does.
import { readdirSync, readFileSync } from 'node:fs';
import { setPriority } from 'node:os';

const ticksPerSecond = 100;

/** Resident memory of one process, KB. */
export function residentKb(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? NaN);
}

export interface ProcessorUse {
  /** Seconds of one core since the process started. */
  readonly ownS: number;
  /** The same for all its descendants, which are the engines. */
  readonly enginesS: number;
}

export function processorUse(pid: number): ProcessorUse {
  return { ownS: secondsOf(pid), enginesS: sum(descendants(pid).map(secondsOf)) };
}

/** The use between two readings, for the `how` of a row. */
export function usedText(before: ProcessorUse, after: ProcessorUse, elapsedMs: number): string {
  const cores = (seconds: number): string => ((seconds * 1000) / elapsedMs).toFixed(2);
  const own = cores(after.ownS - before.ownS);
  return `server ${own} and engines ${cores(after.enginesS - before.enginesS)} cores`;
}

export interface Load {
  /**
   * The use since the load began, for this many pieces of work: cores used, processor time for each
   * piece, and the use by other programs.
   */
  text(pieces: number): string;
}

/** Measures a server, this process that drives it, and the whole machine. */
export function beginLoad(pid: number): Load {
  const startedAt = performance.now();
  const [use, own, all] = [processorUse(pid), secondsOf(process.pid), busySeconds()];
  return {
    text(pieces) {
      const elapsedS = (performance.now() - startedAt) / 1000;
      const after = processorUse(pid);
      const serverS = after.ownS - use.ownS;
      const enginesS = after.enginesS - use.enginesS;
      const drivingS = secondsOf(process.pid) - own;
      const othersS = Math.max(0, busySeconds() - all - serverS - enginesS - drivingS);
      const cores = (seconds: number): string => (seconds / elapsedS).toFixed(2);
      const each = (seconds: number): string => ((seconds * 1000) / pieces).toFixed(2);
      return `server ${cores(serverS)}, engines ${cores(enginesS)}, generator ${cores(drivingS)} and other programs ${cores(othersS)} cores; ${each(serverS)} ms of processor time a message in the server, ${each(enginesS)} ms in the engines`;
    },
  };
}

/** Of all cores together, since the machine started. */
function busySeconds(): number {
  const [first = ''] = readFileSync('/proc/stat', 'utf8').split('\n');
  const [user = 0, nice = 0, system = 0, , , irq = 0, softIrq = 0] = first
    .split(/\s+/)
    .slice(1)
    .map(Number);
  return (user + nice + system + irq + softIrq) / ticksPerSecond;
}

/**
 * Lowers the priority of all threads of a process, and of its descendants, so that everything else
 * goes first.
 */
export function stepBack(pid: number, who: 'alone' | 'with descendants'): void {
  for (const each of who === 'alone' ? [pid] : [pid, ...descendants(pid)])
    for (const thread of readdirSync(`/proc/${each}/task`)) setPriority(Number(thread), yielding);
}

/** From −20 to 19. Each step gives up about a fifth of a core that two threads want. */
const yielding = 10;

/** Processor time since it started. 0 if it is not there. */
export function secondsOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
  } catch {
    return 0;
  }
}

/** The pids of all descendants. */
export function descendants(pid: number): readonly number[] {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
    const own = children
      .split(' ')
      .filter((text) => text !== '')
      .map(Number);
    return own.flatMap((child) => [child, ...descendants(child)]);
  } catch {
    return [];
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, each) => total + each, 0);
}
