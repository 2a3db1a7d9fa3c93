// What a process and its children use, as Linux tells it: resident memory and processor time. On a
// machine where others work too, processor time says more of a program than the clock does.
import { readFileSync } from 'node:fs';

const ticksPerSecond = 100;

/** Resident memory of one process, KB. */
export function residentKb(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? NaN);
}

export interface ProcessorUse {
  /** Seconds of one core since the start of the process. */
  readonly ownS: number;
  /** The same of all its descendants: the engines. */
  readonly enginesS: number;
}

export function processorUse(pid: number): ProcessorUse {
  return { ownS: secondsOf(pid), enginesS: sum(descendants(pid).map(secondsOf)) };
}

/** Between two readings, for the `how` of a row. */
export function usedText(before: ProcessorUse, after: ProcessorUse, elapsedMs: number): string {
  const cores = (seconds: number): string => ((seconds * 1000) / elapsedMs).toFixed(2);
  const own = cores(after.ownS - before.ownS);
  return `server ${own} and engines ${cores(after.enginesS - before.enginesS)} cores`;
}

function secondsOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
  } catch {
    return 0;
  }
}

function descendants(pid: number): readonly number[] {
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
