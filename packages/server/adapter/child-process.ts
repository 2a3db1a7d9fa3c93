// Spawns a child that cannot outlive us: a line from us on a pipe releases it, the end of the pipe
// without that line (we were killed) makes its guard signal it. The child has its own session, so
// that Ctrl-C in a terminal reaches us alone and we decide the order in which things stop.
import { type ChildProcess, spawn } from 'node:child_process';
import type { PostgresUser } from './postgres-user.ts';

// The guard is a grandchild of the shell, which then becomes the command itself: the command has
// no unknown child, and the pid that Node knows is the command's own.
const guarded = '( ( read -r released <&3 || kill -INT $$ ) >/dev/null 2>&1 & ); exec "$@" 3<&-';

export interface GuardedChild {
  readonly process: ChildProcess;
  /** Settles with the reason once the process is gone. */
  readonly exited: Promise<string>;
}

export interface GuardedCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly user: PostgresUser;
  readonly env: Readonly<Record<string, string>>;
  /** Each line that the child writes to its error output. */
  readonly onLine: (line: string) => void;
}

/** Starts the command with its guard. */
export function spawnGuarded(wanted: GuardedCommand): GuardedChild {
  const words = [...wanted.user.prefix, wanted.command, ...wanted.args];
  const child = spawn('/bin/sh', ['-c', guarded, 'opportune', ...words], {
    ...(wanted.user.prefix.length === 0 ? wanted.user.ids : {}),
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    env: { ...wanted.env },
    detached: true,
    cwd: '/',
  });
  readLines(child, wanted.onLine);
  const guard = child.stdio[3];
  guard?.on('error', () => {});
  const exited = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => {
      if (guard !== null && guard !== undefined && 'end' in guard) guard.end('released\n');
      resolve(signal ?? `exit code ${code}`);
    });
  });
  return { process: child, exited };
}

function readLines(child: ChildProcess, onLine: (line: string) => void): void {
  let rest = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') onLine(line);
  });
}

/** Signals a process and then signals harder until it is gone. */
export async function endChild(
  child: GuardedChild,
  signals: readonly NodeJS.Signals[],
  patienceMs: number,
): Promise<void> {
  for (const signal of signals) {
    child.process.kill(signal);
    if (await within(child.exited, patienceMs)) return;
  }
  await child.exited;
}

async function within(gone: Promise<unknown>, patienceMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, patienceMs, false);
  });
  const result = await Promise.race([gone.then(() => true), late]);
  clearTimeout(timer);
  return result;
}
