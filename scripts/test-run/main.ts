// Runs test files: `main.ts [OPTIONS] FILES`, paths relative to the root. Several processes at once,
// three for two cores, since each waits for a third of its time, and six at most; `--test-concurrency=N`
// says otherwise, and `--browsers=N` how many of them may drive a browser while there is something else
// to run. `--load=N` keeps as many more processes busy. Other options with a dash go to each process.
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, constants } from 'node:os';
import path from 'node:path';
import { openRunEngines, type RunEngines } from './engines.ts';
import { runJob } from './job.ts';
import { startLoad } from './load.ts';
import { type Job, jobsOf, planOf, runsAlone } from './plan.ts';
import { Results } from './results.ts';
import { engineSupport, sourcesBelow } from './sharing.ts';

const root = path.resolve(import.meta.dirname, '../..');
const timesFile = path.join(root, 'node_modules', '.cache', 'test-times.json');
/** Browser files take longest in all; what else there is fills in. */
const usualBrowsers = 2;
const mostProcesses = 6;
/** For a test that says nothing else, on a machine that has other things to do. */
const usualTimeoutMs = 120_000;

const args = process.argv.slice(2);
const options = args.filter((arg) => arg.startsWith('-'));
const files = args.filter((arg) => !arg.startsWith('-'));
const slots =
  numberOf('--test-concurrency') ??
  Math.min(mostProcesses, Math.ceil(1.5 * availableParallelism()));
const browsers = numberOf('--browsers') ?? usualBrowsers;
const load = numberOf('--load') ?? 0;
const timeoutMs = numberOf('--test-timeout') ?? usualTimeoutMs * (1 + load / 2);
const flags = options.filter(
  (option) => !/^--(test-concurrency|test-timeout|browsers|load)=/.test(option),
);

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => {
    process.exitCode = 128 + constants.signals[signal];
    stop.abort();
  });

const times = readTimes();
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
const alone = files.filter(runsAlone);
const others = files.filter((file) => !runsAlone(file));
await runAll(jobsOf(alone, known), 1);
await runAll(jobsOf(others, known), slots);
endLoad();
await engines?.close();
if (!stop.signal.aborted) {
  process.exitCode = (await results.end()) ? 0 : 1;
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

async function runAll(jobs: readonly Job[], atOnce: number): Promise<void> {
  const plan = planOf(jobs, browsers);
  const env = { ...process.env, ...engines?.env };
  const { signal } = stop;
  await Promise.all(Array.from({ length: atOnce }, work));

  async function work(): Promise<void> {
    for (let job = plan.next(); job !== undefined && !signal.aborted; job = plan.next()) {
      await runJob(job.files, { flags, env, timeoutMs, signal }, (run) => {
        times[run.file] = Math.round(run.durationMs);
        results.add(run);
      });
      plan.end(job);
    }
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
