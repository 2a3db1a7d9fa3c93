// Finds a Chromium for the browser tests: the one in CHROMIUM, one on the machine, Debian's package
// (as root), or Playwright's own, in this order. Most tests use Chromium's headless shell if there
// is one. It is the same engine without windows and takes a fifth less processor time.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { root, say } from './prepare.mjs';

const installMs = 180_000;
const shell = 'chromium-headless-shell';
const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const places = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/opt/google/chrome/chrome',
];

/** An installed Chromium, or undefined. */
export function findChromium() {
  const named = process.env.CHROMIUM;
  if (named) return isProgram(named) ? named : undefined;
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const candidates = folders.flatMap((folder) => names.map((name) => path.join(folder, name)));
  return [...candidates, ...places].find(isProgram) ?? playwrights();
}

/** Finds or installs one. Otherwise throws an error that says what to do. */
export function ensureChromium(node) {
  const found = findChromium();
  if (found !== undefined) return found;
  say('No Chromium was found. Installing one for the browser tests …');
  installDebian('chromium');
  if (findChromium() === undefined) installPlaywrights(node);
  const installed = findChromium();
  if (installed !== undefined) return installed;
  throw new Error('No Chromium could be installed. Install one, or set CHROMIUM to its path.');
}

/** An installed headless shell, or undefined. Without one, all tests use the Chromium. */
export function findHeadlessShell() {
  const named = process.env.CHROMIUM_SHELL;
  if (named !== undefined) return isProgram(named) ? named : undefined;
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return folders.map((folder) => path.join(folder, shell)).find(isProgram);
}

/** Finds one or installs Debian's. Undefined if neither works. */
export function ensureHeadlessShell() {
  if (process.env.CHROMIUM_SHELL === undefined && findHeadlessShell() === undefined)
    installDebian(shell);
  return findHeadlessShell();
}

/** Works only as root on Debian with a network. Otherwise it does nothing. */
export function installDebian(name) {
  if (process.getuid?.() !== 0 || !isProgram('/usr/bin/apt-get')) return;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const options = { stdio: 'inherit', env, timeout: installMs };
  spawnSync('apt-get', ['update', '-q'], options);
  spawnSync('apt-get', ['install', '-q', '-y', '--no-install-recommends', name], options);
}

function installPlaywrights(node) {
  const program = path.join(root, 'node_modules', 'playwright-core', 'cli.js');
  spawnSync(
    node,
    [program, 'install', 'chromium', ...(process.getuid?.() === 0 ? ['--with-deps'] : [])],
    { stdio: 'inherit' },
  );
}

function playwrights() {
  try {
    const { chromium } = createRequire(path.join(root, 'package.json'))('playwright-core');
    const file = chromium.executablePath();
    return existsSync(file) ? file : undefined;
  } catch {
    return undefined;
  }
}

export function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
