// Ends a postmaster that outlived its server, for example because its guard was killed too, and
// waits for its workers. It signals a process only after checking that it serves this very folder.
// It removes a pid file only if the pid now belongs to another program.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Log } from '@opportune/core/ports/log.ts';
import { EngineError } from '../engine-error.ts';

const patienceMs = 15_000;

/** Resolves when no process serves the folder any more. The caller holds the data folder's lock. */
export async function endLeftover(folder: string, log: Log): Promise<void> {
  const pidFile = path.join(folder, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  if (serves(pid, folder)) {
    log.warn('ending a PostgreSQL that an earlier server left behind', { pid });
    await endPostmaster(pid);
  }
  await until(() => workersOf(folder).length === 0);
  // After a reboot the pid may be another program's, and PostgreSQL would then refuse to start. If
  // the pid is free, PostgreSQL removes the file itself, with more checks.
  if (existsSync('/proc/self') && commandOf(pid) !== '') rmSync(pidFile, { force: true });
}

async function endPostmaster(pid: number): Promise<void> {
  process.kill(pid, 'SIGINT');
  if (await until(() => commandOf(pid) === '')) return;
  process.kill(pid, 'SIGQUIT');
  if (await until(() => commandOf(pid) === '')) return;
  throw new EngineError(
    'start.engine_failed',
    `PostgreSQL (process ${pid}) of an earlier server does not end.`,
  );
}

function serves(pid: number, folder: string): boolean {
  const words = commandOf(pid);
  return words.includes(folder) && words.includes('postgres');
}

function commandOf(pid: number): string {
  if (!Number.isInteger(pid) || pid <= 1) return '';
  try {
    if (existsSync('/proc/self')) return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return execFileSync('ps', ['-p', String(pid), '-o', 'args='], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

/** Every process of a cluster has its folder as working directory. */
function workersOf(folder: string): readonly string[] {
  if (!existsSync('/proc/self')) return [];
  return readdirSync('/proc').filter((name) => {
    try {
      return /^\d+$/.test(name) && readlinkSync(`/proc/${name}/cwd`) === folder;
    } catch {
      return false;
    }
  });
}

/** The system reports no end of a process that is not a child, so this polls. */
async function until(holds: () => boolean): Promise<boolean> {
  const end = performance.now() + patienceMs;
  while (performance.now() < end) {
    if (holds()) return true;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return false;
}
