// Spawns a child that cannot outlive us. A line from us on a pipe releases its guard. If the pipe
// ends without that line, because we were killed, the guard signals the child, harder after ten and
// after twenty seconds, so that a frozen or hanging child ends too. The child has its own session,
// so Ctrl-C in a terminal reaches only us and we decide the order of stopping. A successor that was
// handed our ends holds the child too, until the last holder ends.
import { type ChildProcess, spawn } from 'node:child_process';
import { Socket } from 'node:net';
import type { PostgresUser } from '../records/postgres-user.ts';

// The guard is a grandchild of the shell, which then becomes the command itself. The command thus
// has no unknown child, and Node's pid is the command's own. The umask keeps an engine's files
// private to its user.
const guarded = `umask 077
end() {
  kill -INT $$
  for signal in QUIT KILL; do
    looks=50
    while [ $looks -gt 0 ]; do kill -0 $$ || exit; sleep 0.2; looks=$((looks - 1)); done
    kill -$signal $$
  done
}
( ( read -r released <&3 || end ) >/dev/null 2>&1 & ); exec "$@" 3<&-`;

/** Our ends of the pipes to a child. */
export interface ChildLines {
  /** While somebody holds it open, the guard lets the child live. */
  readonly guard: Socket;
  /** The child's error output. It ends when the child and all its workers are gone. */
  readonly errors: Socket;
}

export interface GuardedChild {
  readonly pid: number;
  /** What a successor needs to hold the child. Null if it did not start. */
  readonly lines: ChildLines | null;
  /** Settles with the reason once the process is gone. */
  readonly exited: Promise<string>;
  kill(signal: NodeJS.Signals): void;
}

export interface GuardedCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly user: PostgresUser;
  readonly env: Readonly<Record<string, string>>;
  /** Called with each line of the child's error output. */
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
  const lines = linesOf(child);
  if (lines !== null) readLines(lines.errors, wanted.onLine);
  lines?.guard.on('error', () => {});
  const exited = exitOf(child, lines);
  return { pid: child.pid ?? 0, lines, exited, kill: (signal) => void child.kill(signal) };
}

function exitOf(child: ChildProcess, lines: ChildLines | null): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => {
      lines?.guard.end('released\n');
      resolve(signal ?? `exit code ${code}`);
    });
  });
}

/** A child that another process spawned and whose lines were handed to us. */
export function adoptGuarded(
  { pid, lines }: { readonly pid: number; readonly lines: ChildLines },
  onLine: (line: string) => void,
): GuardedChild {
  let gone = false;
  readLines(lines.errors, onLine);
  for (const line of [lines.errors, lines.guard]) line.on('error', () => {});
  const exited = new Promise<string>((resolve) => {
    lines.errors.once('close', () => {
      gone = true;
      lines.guard.end('released\n');
      resolve('its output ended');
    });
  });
  // The pid of an ended process may be reused, so it is not signalled.
  const kill = (signal: NodeJS.Signals) => {
    if (!gone) signalProcess(pid, signal);
  };
  return { pid, lines, exited, kill };
}

function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended a moment ago.
  }
}

function linesOf(child: ChildProcess): ChildLines | null {
  const [, , errors, guard] = child.stdio;
  return errors instanceof Socket && guard instanceof Socket ? { errors, guard } : null;
}

function readLines(errors: Socket, onLine: (line: string) => void): void {
  let rest = '';
  errors.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') onLine(line);
  });
}

/** Signals a process, and then harder until it is gone. */
export async function endChild(
  child: GuardedChild,
  signals: readonly NodeJS.Signals[],
  patienceMs: number,
): Promise<void> {
  for (const signal of signals) {
    child.kill(signal);
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
