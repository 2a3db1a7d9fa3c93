// What every command does first, on any Node from 20 on, with nothing installed: install the
// packages when they do not match the lock file, and find the project's own Node. Plain JavaScript
// without dependencies, because it runs before there are any.
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

/** What is installed is what the lock file asks for: nothing under a running server has to change. */
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
    `Node ${process.versions.node} is too old: ${oldestMajor} or newer is needed. See https://nodejs.org.`,
  );
}

function isInstalled(lock, stamp) {
  if (existsSync(stampFile)) return readFileSync(stampFile, 'utf8') === stamp;
  return existsSync(path.join(modules, '.package-lock.json')) && matches(lock);
}

/** Packages installed by hand (`npm ci`) count when each that is needed is there in its version. */
function matches(lock) {
  const wanted = Object.entries(JSON.parse(lock).packages);
  const found = JSON.parse(readFileSync(path.join(modules, '.package-lock.json'), 'utf8')).packages;
  return wanted.every(([place, entry]) => {
    if (!place.startsWith('node_modules/') || entry.optional || entry.link) return true;
    return found[place]?.version === entry.version;
  });
}

function install() {
  say('Installing packages (about 300 MB the first time; a few minutes on a slow line) …');
  const done = npm([
    'ci',
    '--include=dev',
    '--no-audit',
    '--no-fund',
    '--progress=true',
    '--loglevel=warn',
  ]);
  if (done !== 0)
    stop('npm ci failed. Its own message above says why; `npm start` again continues.');
}

/**
 * A lock file names only the builds that the registry had where it was written. The library of the
 * embedded ClickHouse for this machine is added when it is not among them; the start says what to
 * do where there is none.
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

/** There is none for a Linux without glibc. */
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

/** Where npm is set to ignore install scripts, the package has not fetched its program yet. */
function rebuiltNode() {
  npm(['rebuild', 'node', '--ignore-scripts=false']);
  return (
    projectNode() ??
    stop(`Node ${neededMajor} could not be installed by npm. Install it yourself and try again.`)
  );
}

function writeStamp(stamp) {
  try {
    writeFileSync(stampFile, stamp);
  } catch {
    // A checkout that belongs to somebody else: looked at again next time.
  }
}

/** Starts a program of the project, with the project's Node and tools first on its path. */
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

/** Runs a program of the project to its end and returns its exit code; signals go on to it. */
export function run(node, args, options) {
  const child = launch(node, args, options);
  const forward = (signal) => child.kill(signal);
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, forward);
  return new Promise((resolve) => {
    // What could not be run has not exited: it has failed.
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

/** As a shell would say it. */
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
