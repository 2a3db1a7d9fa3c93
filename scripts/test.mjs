// `npm test`: installs and fetches what tests need, builds what is stale, runs every test file and
// ends with the lines that the runner prints. `npm test -- PATH …` runs the files below the paths;
// arguments that start with a dash go to the runner. Files that drive a browser run one after the other
// beside the rest, since two browsers beside two databases starve one another on two cores.
import { readdirSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { ensureChromium, findChromium } from './chromium.mjs';
import { prepare, root, run, say } from './prepare.mjs';
import { ensurePromtool, findPromtool } from './promtool.mjs';
import { makeTestFolder } from './test-folder.mjs';

const places = ['packages', 'examples', 'scripts', 'bench', 'test'];
const skipped = new Set(['node_modules', 'dist', 'data']);

const args = process.argv.slice(2);
const options = args.filter((arg) => arg.startsWith('-'));
const wanted = args.filter((arg) => !arg.startsWith('-'));

const node = prepare();
const files = (wanted.length > 0 ? wanted : places).flatMap((place) =>
  testsBelow(path.resolve(root, place)),
);
if (files.length === 0) fail('No test file was found.');
const chromium = wanted.length === 0 ? chromiumOrFail() : findChromium();
// Where it cannot be had, its one test fails and says so.
const promtool = wanted.length === 0 ? ensurePromtool() : findPromtool();
const built = await run(node, ['scripts/build.ts']);
if (built !== 0) fail('The build failed; no test was run.');

const folder = makeTestFolder();
const env = {
  ...process.env,
  TMPDIR: folder,
  // Hundreds of processes load the same sources.
  NODE_COMPILE_CACHE: path.join(root, 'node_modules', '.cache', 'compiled'),
  ...(chromium === undefined ? {} : { CHROMIUM: chromium }),
  ...(promtool === undefined ? {} : { PROMTOOL: promtool }),
  ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}),
};
say(`Running ${files.length} test files.`);
process.exitCode = await runTests(files.map((file) => path.relative(root, file)));

/** Both kinds at once; what they come to stands at the end, for both together. */
async function runTests(paths) {
  const browsers = paths.filter(drivesBrowser);
  const others = paths.filter((file) => !drivesBrowser(file));
  const cores = Math.max(1, Math.min(4, availableParallelism()));
  if (browsers.length === 0) return run(node, runner(others, cores), { env });
  if (others.length === 0) return run(node, runner(browsers, 1), { env });
  const sums = new Map();
  const held = [];
  const from = performance.now();
  const codes = await Promise.all(
    [runner(others, Math.max(1, cores - 1)), runner(browsers, 1)].map((args) =>
      run(node, args, { env, onLine: reader(sums, held) }),
    ),
  );
  sums.set('duration_ms', performance.now() - from);
  for (const line of held) process.stdout.write(`${line}\n`);
  for (const [name, sum] of sums) process.stdout.write(`ℹ ${name} ${sum}\n`);
  return Math.max(...codes);
}

function runner(paths, concurrency) {
  return [
    '--test',
    `--test-concurrency=${concurrency}`,
    // For a whole file, on a machine that has other things to do.
    '--test-timeout=600000',
    ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
    ...options,
    ...paths,
  ];
}

/** Hands lines on, but for sums, which are added up, and what failed, which is held back to the end. */
function reader(sums, held) {
  let isHolding = false;
  return (line) => {
    const text = stripVTControlCharacters(line);
    const [, name, sum] = /^ℹ (\w+) ([\d.]+)$/.exec(text) ?? [];
    isHolding ||= text.startsWith('✖ failing tests:');
    if (name !== undefined) sums.set(name, (sums.get(name) ?? 0) + Number(sum));
    else if (isHolding) held.push(line);
    else process.stdout.write(`${line}\n`);
  };
}

function drivesBrowser(file) {
  return /^test\/(e2e|attack)\/|\.browser\.test\./.test(file);
}

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
