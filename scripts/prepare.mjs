// The first step of every command: installs packages if they do not match the lock file, and finds
// the project's own Node. It is plain JavaScript without dependencies, because it runs before any
// are installed, on any Node from 20.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export const root = path.resolve(
  import.meta.dirname ?? new URL('.', import.meta.url).pathname,
  '..',
);
const modules = path.join(root, 'node_modules');
const stampFile = path.join(modules, '.opportune-lock');
const oldestMajor = 20;
const neededMajor = 24;

/** Installs what is missing and returns the path of the project's Node. */
export function prepare() {
  refuseOldNode();
  const { lock, stamp } = wanted();
  if (!isInstalled(lock, stamp)) install();
  addClickhouse(lock);
  const node = projectNode() ?? rebuiltNode();
  if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp) writeStamp(stamp);
  return node;
}

/** Whether the installed packages match the lock file, so that nothing needs to be installed. */
export function isPrepared() {
  const { lock, stamp } = wanted();
  return isInstalled(lock, stamp);
}

function wanted() {
  const lock = readFileSync(path.join(root, 'package-lock.json'), 'utf8');
  const stamp = createHash('sha256')
    .update(lock)
    .update(`${process.platform} ${process.arch}`)
    .digest('hex');
  return { lock, stamp };
}

function refuseOldNode() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= oldestMajor) return;
  stop(
    `Node ${process.versions.node} is too old. Install Node ${oldestMajor} or newer from https://nodejs.org.`,
  );
}

function isInstalled(lock, stamp) {
  if (existsSync(stampFile)) return readFileSync(stampFile, 'utf8') === stamp;
  return existsSync(path.join(modules, '.package-lock.json')) && matches(lock);
}

/** Accepts packages installed by hand (`npm ci`) if every required one has the right version. */
function matches(lock) {
  const wanted = Object.entries(JSON.parse(lock).packages);
  const found = JSON.parse(readFileSync(path.join(modules, '.package-lock.json'), 'utf8')).packages;
  return wanted.every(([place, entry]) => {
    if (!place.startsWith('node_modules/') || entry.optional || entry.link) return true;
    return found[place]?.version === entry.version;
  });
}

function install() {
  say('Installing packages. The first time this takes about 300 MB, and minutes on a slow line …');
  const done = npm([
    'ci',
    '--include=dev',
    '--no-audit',
    '--no-fund',
    '--progress=true',
    '--loglevel=warn',
  ]);
  if (done !== 0)
    stop('npm ci failed. Its message above says why. Run the command again to continue.');
}

/**
 * Adds the library of the embedded ClickHouse for this machine if it is missing. A lock file
 * contains only builds that the registry had when it was written. If there is no build, the start
 * says what to do.
 */
function addClickhouse(lock) {
  const name = `@chdb/lib-${process.platform}-${process.arch}${process.platform === 'linux' ? '-gnu' : ''}`;
  const version = JSON.parse(lock).packages['node_modules/chdb']?.optionalDependencies?.[name];
  if (version === undefined || existsSync(path.join(modules, name)) || !hasBuild()) return;
  say(`Installing ${name} …`);
  npm([
    'install',
    '--no-save',
    '--no-package-lock',
    '--no-audit',
    '--no-fund',
    '--include=dev',
    `${name}@${version}`,
  ]);
}

/** False on a Linux without glibc. */
function hasBuild() {
  return (
    process.platform !== 'linux' ||
    process.report.getReport().header.glibcVersionRuntime !== undefined
  );
}

function npm(args) {
  const own = process.env.npm_execpath;
  const viaNode = own !== undefined && own.endsWith('.js');
  const [command, first] = viaNode ? [process.execPath, [own]] : ['npm', []];
  const { status, error } = spawnSync(command, [...first, ...args], {
    cwd: root,
    stdio: 'inherit',
    shell: !viaNode && process.platform === 'win32',
  });
  if (error) stop(`npm could not be run: ${error.message}`);
  return status ?? 1;
}

function projectNode() {
  const own = path.join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  for (const candidate of [own, process.execPath]) {
    if (existsSync(candidate) && majorOf(candidate) >= neededMajor) return candidate;
  }
  return undefined;
}

function majorOf(node) {
  if (node === process.execPath) return Number(process.versions.node.split('.')[0]);
  const { stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' });
  return Number(/^v(\d+)/.exec(stdout ?? '')?.[1] ?? 0);
}

/** Needed if npm ignores install scripts: the package has then not fetched its program. */
function rebuiltNode() {
  npm(['rebuild', 'node', '--ignore-scripts=false']);
  return (
    projectNode() ??
    stop(`npm could not install Node ${neededMajor}. Install it yourself and try again.`)
  );
}

function writeStamp(stamp) {
  try {
    writeFileSync(stampFile, stamp);
  } catch {
    // The checkout is not writable. The packages are checked again next time.
  }
}

/** Starts a program of the project, with the project's Node and tools first in its PATH. */
export function launch(node, args, { env = {}, ...options } = {}) {
  const bin = path.join(modules, '.bin');
  const before = `${path.dirname(node)}${path.delimiter}${bin}${path.delimiter}`;
  return spawn(node, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env, PATH: `${before}${process.env.PATH}` },
    ...options,
  });
}

/** Runs a program of the project, passes signals to it, and returns its exit code. */
export function run(node, args, options) {
  const child = launch(node, args, options);
  const forward = (signal) => child.kill(signal);
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, forward);
  return new Promise((resolve) => {
    // A program that cannot be run emits no exit.
    child.on('error', (error) => {
      say(`${node} could not be run: ${error.message}`);
      resolve(1);
    });
    child.on('close', (code, signal) => {
      for (const each of signals) process.off(each, forward);
      resolve(exitCodeOf(code, signal));
    });
  });
}

/** The exit code that a shell would report. */
export function exitCodeOf(code, signal) {
  return code ?? 128 + (signalNumbers[signal] ?? 0);
}

const signalNumbers = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15, SIGUSR2: 12 };

export function say(text) {
  process.stderr.write(`${text}\n`);
}

function stop(text) {
  say(text);
  process.exit(1);
}
