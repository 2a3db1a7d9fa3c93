// Runs test files: `main.ts [OPTIONS] FILES`, with paths relative to the root. Two processes run for
// each core, because a process waits for almost half of its time, and at most six.
// `--usual` leaves out what only a whole run plays (usual.ts). `--test-concurrency=N` sets another
// number. `--browsers=N` sets how many of them may drive a browser
// while other files wait. `--load=N` keeps as many further processes busy. Other options with a dash go
// to each process.
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, constants } from 'node:os';
import path from 'node:path';
import { openRunEngines, type RunEngines } from './engines.ts';
import { runJob } from './job.ts';
import { startLoad } from './load.ts';
import { type Job, jobsOf, planOf, runsAlone } from './plan.ts';
import { openProcessorTime } from './processor.ts';
import { Results } from './results.ts';
import { engineSupport, sourcesBelow } from './sharing.ts';
import { isUsual } from './usual.ts';

const root = path.resolve(import.meta.dirname, '../..');
const timesFile = path.join(root, 'node_modules', '.cache', 'test-times.json');
/** Browser files take longest in all; what else there is fills in. */
const usualBrowsers = 3;
const mostProcesses = 6;
/** For a test that says nothing else, on a machine that has other things to do. */
const usualTimeoutMs = 120_000;

const args = process.argv.slice(2);
const options = args.filter((arg) => arg.startsWith('-'));
const asked = args.filter((arg) => !arg.startsWith('-'));
const isUsualRun = options.includes('--usual');
const files = isUsualRun ? asked.filter(isUsual) : asked;
const slots = numberOf('--test-concurrency') ?? Math.min(mostProcesses, 2 * availableParallelism());
const browsers = numberOf('--browsers') ?? usualBrowsers;
const load = numberOf('--load') ?? 0;
const timeoutMs = numberOf('--test-timeout') ?? usualTimeoutMs * (1 + load / 2);
const flags = options.filter(
  (option) => !/^--(usual$|(test-concurrency|test-timeout|browsers|load)=)/.test(option),
);

const leftOut = asked.length - files.length;
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => {
    process.exitCode = 128 + constants.signals[signal];
    stop.abort();
  });

console.log(`Running ${files.length} test files.`);
const times = readTimes();
const processor = openProcessorTime();
const results = new Results((text) => process.stdout.write(text));
const sources = sourcesBelow(root);
const engines = await enginesFor(files);
const endLoad = startLoad(load);
const known = {
  times,
  sizeBytes: (file: string) => statSync(path.join(root, file)).size,
  mayShareProcess,
  usesEngines: (file: string) => sources.reaches(file, engineSupport),
};
const measuring = planOf(jobsOf(files.filter(runsAlone), known), browsers);
const others = files.filter((file) => !runsAlone(file));
const plan = planOf(jobsOf(others, known), browsers);
await runAll();
endLoad();
processor.close();
await engines?.close();
if (!stop.signal.aborted) {
  process.exitCode = (await results.end(processor.sums())) ? 0 : 1;
  if (leftOut > 0) console.log(`ℹ ${leftOut} files are played by \`npm test -- --all\` alone`);
  keepTimes();
}

/** Options such as a pattern for names would leave out what stands between two files. */
function mayShareProcess(file: string): boolean {
  return flags.length === 0 && sources.reasonToStandAlone(file) === undefined;
}

async function enginesFor(wanted: readonly string[]): Promise<RunEngines | undefined> {
  if (!wanted.some((file) => sources.reaches(file, engineSupport))) return undefined;
  return openRunEngines(root, (how) => results.fail(`The engines of the run ended: ${how}.`));
}

/**
 * The first slot runs what measures how long others wait. Beside it there are only files that compute,
 * and they get what it leaves of the processors. Under load that would be nothing.
 */
async function runAll(): Promise<void> {
  const measured = work(measuring.next, measuring.end);
  let isMeasured = false;
  void measured.then(() => (isMeasured = true));
  const quiet = load > 0 ? 0 : Math.min(slots - 1, availableParallelism());
  await Promise.all(
    Array.from({ length: slots }, async (_, slot) => {
      if (slot < quiet)
        await work(() => (isMeasured ? undefined : plan.nextQuiet()), plan.end, true);
      await measured;
      await work(plan.next, plan.end);
    }),
  );
}

/** Runs one job after the other, until there is none. */
async function work(
  next: () => Job | undefined,
  end: (job: Job) => void,
  isAside = false,
): Promise<void> {
  // Single tests may be of a whole run alone, too (whole-run.test-support.ts).
  const ofRun = isUsualRun ? { OPPORTUNE_TEST_RUN: 'usual' } : {};
  const env = { ...process.env, ...engines?.env, ...ofRun };
  const { signal } = stop;
  for (let job = next(); job !== undefined && !signal.aborted; job = next()) {
    const { files: together, drivesBrowser } = job;
    const given = { flags, env, timeoutMs, signal, processor, drivesBrowser, isAside };
    await runJob(together, given, (run) => {
      times[run.file] = Math.round(run.durationMs);
      results.add(run);
    });
    end(job);
  }
}

function numberOf(option: string): number | undefined {
  const given = options.findLast((each) => each.startsWith(`${option}=`));
  return given === undefined ? undefined : Number(given.slice(option.length + 1));
}

/** How long each file took last time, in milliseconds. */
function readTimes(): Record<string, number> {
  try {
    return JSON.parse(readFileSync(timesFile, 'utf8')) as Record<string, number>;
  } catch {
    return {};
  }
}

function keepTimes(): void {
  try {
    mkdirSync(path.dirname(timesFile), { recursive: true });
    writeFileSync(`${timesFile}.new`, JSON.stringify(times, null, 2));
    renameSync(`${timesFile}.new`, timesFile);
  } catch {
    // A checkout that belongs to somebody else.
  }
}
