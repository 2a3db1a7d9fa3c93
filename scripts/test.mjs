// `npm test`: installs and fetches what tests need, builds what is stale, runs every test file and
// ends with the lines that the runner prints. `npm test -- PATH …` runs the files below the paths;
// arguments that start with a dash go to the runner. Where nothing failed but a few files that drive a
// browser, these are run once more, alone, and the last line names them.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { ensureChromium, findChromium } from './chromium.mjs';
import { prepare, root, run, say } from './prepare.mjs';
import { makeTestFolder } from './test-folder.mjs';

const places = ['packages', 'examples', 'scripts', 'bench', 'test'];
const skipped = new Set(['node_modules', 'dist', 'data']);
/** So many files at most are looked at again: more than that is no bad luck. */
const mostAgain = 3;

const args = process.argv.slice(2);
const options = args.filter((arg) => arg.startsWith('-'));
const wanted = args.filter((arg) => !arg.startsWith('-'));

const node = prepare();
const files = (wanted.length > 0 ? wanted : places).flatMap((place) =>
  testsBelow(path.resolve(root, place)),
);
if (files.length === 0) fail('No test file was found.');
const chromium = wanted.length === 0 ? chromiumOrFail() : findChromium();
const built = await run(node, ['scripts/build.ts']);
if (built !== 0) fail('The build failed; no test was run.');

const folder = makeTestFolder();
const failures = path.join(folder, 'failed-files');
const env = {
  ...process.env,
  TMPDIR: folder,
  // Hundreds of processes load the same sources.
  NODE_COMPILE_CACHE: path.join(root, 'node_modules', '.cache', 'compiled'),
  ...(chromium === undefined ? {} : { CHROMIUM: chromium }),
};
say(`Running ${files.length} test files.`);
process.exitCode = await runTests(
  files.map((file) => path.relative(root, file)),
  Math.max(1, Math.min(4, availableParallelism())),
);
const failed = process.exitCode === 1 ? filesThatFailed() : [];
if (failed.length > 0 && failed.length <= mostAgain && failed.every(drivesBrowser)) {
  say(`Failed beside others: ${failed.join(', ')}. Running that again, alone.`);
  process.exitCode = await runTests(failed, 1);
  if (process.exitCode === 0) say(`Shaky, to be mended: ${failed.join(', ')} passed alone.`);
}

function runTests(paths, concurrency) {
  return run(
    node,
    [
      '--test',
      `--test-concurrency=${concurrency}`,
      // For a whole file, on a machine that has other things to do.
      '--test-timeout=600000',
      ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
      ...['--test-reporter=./scripts/failed-files.mjs', `--test-reporter-destination=${failures}`],
      ...options,
      ...paths,
    ],
    { env },
  );
}

function filesThatFailed() {
  const lines = readFileSync(failures, 'utf8').split('\n');
  return [...new Set(lines)].filter(Boolean).map((file) => path.relative(root, file));
}

/**
 * Two browsers beside two databases on two cores may starve one another for seconds. A test of anything
 * else, a random schedule above all, fails because something is wrong.
 */
function drivesBrowser(file) {
  return /^test\/e2e\/|\.browser\.test\./.test(file);
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
