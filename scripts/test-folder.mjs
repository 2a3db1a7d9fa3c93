// The temporary folder of a test run: one of its own, gone at the end of the run. It lies in memory
// where there is plenty, because on a disk every commit of every test waits for the disk. Where
// TMPDIR is set, it lies there.
import { chmodSync, mkdirSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { freemem, tmpdir } from 'node:os';
import path from 'node:path';

const memory = '/dev/shm';
const name = 'opportune-run-';
/** Two files at a time hold some hundred megabytes each; browsers and engines need more than both. */
const neededThereBytes = 4 * 1024 ** 3;
const neededInAllBytes = 8 * 1024 ** 3;

/** Makes the folder; it is removed when this process ends. */
export function makeTestFolder() {
  const parent = process.env.TMPDIR === undefined && hasRoom() ? memory : tmpdir();
  sweep(parent);
  const folder = path.join(parent, `${name}${process.pid}`);
  mkdirSync(folder);
  // PostgreSQL's user passes through to its own folder when we are root.
  chmodSync(folder, 0o711);
  process.on('exit', () => remove(folder));
  return folder;
}

function hasRoom() {
  if ((process.availableMemory?.() ?? freemem()) < neededInAllBytes) return false;
  try {
    const { bavail, bsize } = statfsSync(memory);
    return bavail * bsize >= neededThereBytes;
  } catch {
    return false;
  }
}

/** Folders of runs that were killed. */
function sweep(parent) {
  for (const entry of readdirSync(parent)) {
    if (entry.startsWith(name) && !runs(Number(entry.slice(name.length))))
      remove(path.join(parent, entry));
  }
}

function runs(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code !== 'ESRCH';
  }
}

function remove(folder) {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  } catch {
    // Somebody else's, or still in use: the next run looks again.
  }
}
