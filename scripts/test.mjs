// `npm test`: installs and fetches what tests need, builds what is stale, runs every test file and
// ends with the lines that the runner prints. `npm test -- PATH …` runs the files below the paths;
// arguments that start with a dash go to the runner.
import { readdirSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { ensureChromium, findChromium } from './chromium.mjs';
import { prepare, root, run, say } from './prepare.mjs';
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
const built = await run(node, ['scripts/build.ts']);
if (built !== 0) fail('The build failed; no test was run.');

const concurrency = Math.max(1, Math.min(4, availableParallelism()));
const env = {
  ...process.env,
  TMPDIR: makeTestFolder(),
  // Hundreds of processes load the same sources.
  NODE_COMPILE_CACHE: path.join(root, 'node_modules', '.cache', 'compiled'),
  ...(chromium === undefined ? {} : { CHROMIUM: chromium }),
};
say(`Running ${files.length} test files.`);
process.exitCode = await run(
  node,
  [
    '--test',
    `--test-concurrency=${concurrency}`,
    // For a whole file, on a machine that has other things to do.
    '--test-timeout=600000',
    ...options,
    ...files.map((file) => path.relative(root, file)),
  ],
  { env },
);

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
