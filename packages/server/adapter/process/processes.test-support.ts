// Support for tests of processes: which ones run, and waiting for a condition. The system reports
// no end of a process that is not a child, so waiting polls twenty times a second, because listing
// processes uses the machine's time.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

export interface Listed {
  readonly pid: number;
  readonly session: number;
  readonly command: string;
}

/** Every process of the machine that is not a zombie. */
export function processes(): readonly Listed[] {
  const lines = execFileSync('ps', ['-eo', 'pid=,sid=,stat=,args='], { encoding: 'utf8' }).split(
    '\n',
  );
  return lines.flatMap((line) => {
    const found = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line);
    if (found === null || found[3]?.startsWith('Z') === true) return [];
    return [{ pid: Number(found[1]), session: Number(found[2]), command: found[4] ?? '' }];
  });
}

/** The one process whose command contains all these words and is no shell. */
export function processWith(...words: readonly string[]): number {
  const found = processes().filter(
    ({ command }) =>
      words.every((word) => command.includes(word)) && !command.startsWith('/bin/sh'),
  );
  if (found.length !== 1) throw new Error(`${found.length} processes run ${words.join(' ')}`);
  return found[0]?.pid ?? 0;
}

/** Whether it runs and is no zombie. Called often, so on Linux it starts no program for it. */
export function runs(pid: number): boolean {
  if (!existsSync('/proc/self/stat')) return processes().some((each) => each.pid === pid);
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 1).trimStart()[0] !== 'Z';
  } catch {
    return false;
  }
}

/**
 * Resolves once the condition holds. Rejects if it does not within the time, which is enough for a busy
 * machine.
 */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  withinMs = 60_000,
): Promise<void> {
  const end = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`not within ${withinMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Resolves once no process names the folder. An engine's guard ends just after its engine. */
export function untilNothingRuns(folder: string): Promise<void> {
  return until(`nothing runs in ${folder}`, () =>
    processes().every(({ command }) => !command.includes(folder)),
  );
}
