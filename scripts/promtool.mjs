// Finds promtool, Prometheus' checker of metrics, for its one test: the one in PROMTOOL, one on the
// machine, or the one in Debian's package. The package is unpacked in the cache, not installed.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { root, say } from './prepare.mjs';

const cache = path.join(root, 'node_modules', '.cache', 'promtool');

/** An installed promtool, or undefined. */
export function findPromtool() {
  const named = process.env.PROMTOOL;
  if (named) return isProgram(named) ? named : undefined;
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), path.join(cache, 'usr/bin')];
  return folders.map((folder) => path.join(folder, 'promtool')).find(isProgram);
}

/** Finds or fetches one. Undefined if neither works. */
export function ensurePromtool() {
  const found = findPromtool();
  if (found !== undefined || !isProgram('/usr/bin/apt-get')) return found;
  say('No promtool was found. Fetching Debian’s for the test of the metrics …');
  mkdirSync(cache, { recursive: true });
  if (!fetched() && process.getuid?.() === 0) {
    spawnSync('apt-get', ['update', '-q'], { stdio: 'inherit' });
    fetched();
  }
  return findPromtool();
}

/** Downloads and unpacks the package. Returns whether that worked. */
function fetched() {
  spawnSync('apt-get', ['download', '-q', 'prometheus'], { cwd: cache, stdio: 'inherit' });
  const packed = readdirSync(cache).find((name) => name.endsWith('.deb'));
  if (packed === undefined) return false;
  return (
    spawnSync('dpkg-deb', ['-x', packed, cache], { cwd: cache, stdio: 'inherit' }).status === 0
  );
}

function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
