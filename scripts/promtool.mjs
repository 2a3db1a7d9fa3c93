// Finds Prometheus' checker of metrics for its one test: the one named by PROMTOOL, one already on the
// machine, else the one in Debian's package, which is unpacked beside the other caches and not installed.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { root, say } from './prepare.mjs';

const cache = path.join(root, 'node_modules', '.cache', 'promtool');

/** A promtool that is there already, or undefined. */
export function findPromtool() {
  const named = process.env.PROMTOOL;
  if (named) return isProgram(named) ? named : undefined;
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), path.join(cache, 'usr/bin')];
  return folders.map((folder) => path.join(folder, 'promtool')).find(isProgram);
}

/** Finds one or fetches one; undefined where neither can be done. */
export function ensurePromtool() {
  const found = findPromtool();
  if (found !== undefined || !isProgram('/usr/bin/apt-get')) return found;
  say('No promtool was found; fetching the one of Debian for the test of the metrics …');
  mkdirSync(cache, { recursive: true });
  if (!fetched() && process.getuid?.() === 0) {
    spawnSync('apt-get', ['update', '-q'], { stdio: 'inherit' });
    fetched();
  }
  return findPromtool();
}

/** Whether the package came and could be unpacked. */
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
