// `npm test`: installs and fetches what tests need, builds what is stale, runs the usual test files
// and ends with the sums over all. `npm test -- --all` runs every file, `npm test -- PATH …` those
// below the paths. Other arguments that start with a dash go to test-run/main.ts, which runs them.
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import {
  ensureChromium,
  ensureHeadlessShell,
  findChromium,
  findHeadlessShell,
} from './chromium.mjs';
import { ensureDovecot } from './dovecot.mjs';
import { prepare, root, run, say } from './prepare.mjs';
import { ensurePromtool, findPromtool } from './promtool.mjs';
import { makeTestFolder } from './test-folder.mjs';

const places = ['packages', 'examples', 'scripts', 'bench', 'test'];
const skipped = new Set(['node_modules', 'dist', 'data']);

const args = process.argv.slice(2);
const isAll = args.includes('--all');
const options = args.filter((arg) => arg.startsWith('-') && arg !== '--all');
const wanted = args.filter((arg) => !arg.startsWith('-'));

const node = prepare();
const files = (wanted.length > 0 ? wanted : places).flatMap((place) =>
  testsBelow(path.resolve(root, place)),
);
if (files.length === 0) fail('No test file was found.');
const chromium = wanted.length === 0 ? chromiumOrFail() : findChromium();
const shell = wanted.length === 0 ? ensureHeadlessShell() : findHeadlessShell();
if (wanted.length === 0) ensureDovecot();
// Where it cannot be had, its one test fails and says so.
const promtool = wanted.length === 0 ? ensurePromtool() : findPromtool();
const built = await run(node, ['scripts/build.ts']);
if (built !== 0) fail('The build failed; no test was run.');

const folder = makeTestFolder();
const env = {
  ...process.env,
  TMPDIR: folder,
  // Many processes load the same sources.
  NODE_COMPILE_CACHE: path.join(root, 'node_modules', '.cache', 'compiled'),
  ...(chromium === undefined ? {} : { CHROMIUM: chromium }),
  ...(shell === undefined ? {} : { CHROMIUM_SHELL: shell }),
  ...(promtool === undefined ? {} : { PROMTOOL: promtool }),
  ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}),
};
if (wanted.length === 0 && !isAll) options.push('--usual');
const named = files.map((file) => path.relative(root, file));
process.exitCode = await run(node, ['scripts/test-run/main.ts', ...options, ...named], { env });

function testsBelow(place) {
  if (statSync(place).isFile()) return [place];
  const entries = readdirSync(place, { withFileTypes: true }).filter(
    (entry) => !skipped.has(entry.name),
  );
  return entries
    .flatMap((entry) => {
      const below = path.join(place, entry.name);
      if (entry.isDirectory()) return testsBelow(below);
      return /\.test\.tsx?$/.test(entry.name) ? [below] : [];
    })
    .sort();
}

function chromiumOrFail() {
  try {
    return ensureChromium(node);
  } catch (error) {
    fail(error.message);
  }
}

function fail(text) {
  say(text);
  process.exit(1);
}
