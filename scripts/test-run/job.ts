// Runs the files of a job in one process and says of each what happened in it. A process that dies or
// hangs fails the file that it was at; the files after it run in a new process.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { beginning, ending, fileSuite, parseEvent, running, type TestEvent } from './events.ts';
import { type ProcessorTime, type Spent, spentSince } from './processor.ts';

export interface FileRun {
  readonly file: string;
  readonly durationMs: number;
  /** Of its process and of what that started; shared engines and browsers before it are not in it. */
  readonly processor: Spent;
  readonly events: readonly TestEvent[];
  /** How long its process stayed after its last test: hooks that close, and what was left open. */
  readonly endingMs: number;
}

export interface JobOptions {
  readonly drivesBrowser: boolean;
  readonly processor: ProcessorTime;
  /** Leaves the processors to others that want them, and may take longer for it. */
  readonly isAside: boolean;
  /** For Node, before the program. */
  readonly flags: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** For one test that states no longer timeout of its own, and for loading a file. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

const program = path.join(import.meta.dirname, 'process.ts');
const reporter = path.join(import.meta.dirname, 'reporter.ts');
const lightHooks = path.join(import.meta.dirname, 'light-hooks.ts');
/** Garbage of tests is collected less often: a twelfth less processor time than with 16 MB. */
const roomForYoung = '--max-semi-space-size=64';
/** Between asking a process to end and ending it. */
const patienceMs = 5000;
/** For hooks, and for what they close, after the last test of a process. */
const closingMs = 120_000;

/** What lets a process wait for others: one that wants the same processor gets nine tenths of it. */
const aside = ['nice', '-n', '10'];
/** How many times as long a test may take there. */
const asideTimes = 5;

/** `onFile` is told of each file once, in their order. */
export async function runJob(
  files: readonly string[],
  options: JobOptions,
  onFile: (run: FileRun) => void,
): Promise<void> {
  let rest = files;
  while (rest.length > 0 && !options.signal.aborted) rest = await runProcess(rest, options, onFile);
}

/** Resolves to the files that the process did not come to. */
async function runProcess(
  files: readonly string[],
  { flags, env, timeoutMs: usualMs, signal, processor, drivesBrowser, isAside }: JobOptions,
  onFile: (run: FileRun) => void,
): Promise<readonly string[]> {
  const reported = [`--test-reporter=${reporter}`, '--test-reporter-destination=stdout'];
  const [command = '', ...args] = [
    ...(isAside ? aside : []),
    process.execPath,
    roomForYoung,
    ...flags,
  ];
  const timeoutMs = isAside ? asideTimes * usualMs : usualMs;
  const loaded = ['--import', pathToFileURL(lightHooks).href];
  const child = spawn(command, [...args, ...loaded, ...reported, program, ...files], {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    env,
    signal,
  });
  const pid = child.pid ?? 0;
  processor.begin(pid, drivesBrowser);
  const hand = new Hand(files, () => processor.spent(pid), onFile);
  let late: NodeJS.Timeout | undefined;
  /** Ends the process unless something happens in it meanwhile. */
  const wait = () => {
    clearTimeout(late);
    late = setTimeout(
      () => {
        hand.isLate = true;
        child.kill('SIGTERM');
        late = setTimeout(() => child.kill('SIGKILL'), patienceMs);
      },
      hand.isTested ? Math.min(timeoutMs, closingMs) : timeoutIn(hand.file, timeoutMs),
    );
  };
  wait();
  const [, stdout, stderr, told] = child.stdio as (Readable | null)[];
  for (const output of [stdout, stderr])
    output?.setEncoding('utf8').on('data', (text: string) => hand.print(text));
  if (told !== undefined && told !== null)
    createInterface({ input: told }).on('line', (line) => {
      hand.take(parseEvent(line));
      if (!hand.isLate) wait();
    });
  return new Promise((resolve) => {
    child.on('error', (error) => hand.print(`${error.message}\n`));
    child.on('close', (code, killedBy) => {
      clearTimeout(late);
      resolve(hand.end(killedBy ?? `exit code ${code}`));
    });
  });
}

/** A test that states a timeout of its own is ended by node:test. */
function timeoutIn(file: string, timeoutMs: number): number {
  const stated = readFileSync(file, 'utf8').matchAll(/\{ timeout: ([\d_]+)/g);
  const timeouts = Array.from(stated, ([, ms = '']) => Number(ms.replaceAll('_', '')) + patienceMs);
  return Math.max(timeoutMs, ...timeouts);
}

/** Deals what a process says out to its files. */
class Hand {
  readonly #files: readonly string[];
  readonly #spent: () => Spent;
  readonly #onFile: (run: FileRun) => void;
  #events: TestEvent[] = [];
  /** Files that have ended, and that have begun. */
  #ended = 0;
  #begun: Moment[] = [];
  #failed = false;
  #isWhole = false;
  /** When all tests of the process had ended; hooks may still run. */
  #testedAtMs: number | undefined;
  /** Nothing has happened in it for too long. */
  isLate = false;
  /** The test that began last. */
  #running = '';

  constructor(files: readonly string[], spent: () => Spent, onFile: (run: FileRun) => void) {
    this.#files = files;
    this.#spent = spent;
    this.#onFile = onFile;
  }

  /** The one that the process is at. */
  get file(): string {
    return this.#files[this.#at] ?? '';
  }

  get isTested(): boolean {
    return this.#testedAtMs !== undefined;
  }

  get #at(): number {
    return Math.max(0, this.#begun.length - 1);
  }

  print(message: string): void {
    this.#events.push({ type: 'test:stdout', data: { message } });
  }

  take(event: TestEvent): void {
    const { type, data } = event;
    if (type === running) {
      // Where browsers are ended first, the next test may yet begin.
      if (!this.isLate) this.#running = data.name ?? '';
    } else if (type === beginning) {
      this.#begun.push(this.#now());
      this.#running = '';
    } else if (type === 'test:summary') this.#isWhole = true;
    else if (data.name === ending) {
      if (type !== 'test:start') this.#endTests();
    } else if (isFileSuite(event)) {
      const failure = data.details?.error;
      // Else it stands by the tests that failed.
      if (type === 'test:fail' && failure?.failureType !== 'subtestsFailed')
        this.#fail(`failed outside its tests: ${failure?.text}`);
    } else if (!isSum(event)) {
      this.#failed ||= type === 'test:fail';
      this.#events.push(this.#files.length > 1 ? outOfSuite(event) : event);
    }
  }

  /** The process is gone, `how` says how. Answers the files that it did not come to. */
  end(how: string): readonly string[] {
    const isWell =
      this.#isWhole && (how === 'exit code 0' || (how === 'exit code 1' && this.#failed));
    while (this.#ended < this.#at) this.#endFile();
    if (!isWell) this.#fail(this.#endOf(how));
    this.#endFile();
    return this.#files.slice(this.#ended);
  }

  #endOf(how: string): string {
    if (this.#ended > this.#at) return `did not run: its process ended after ${this.file}: ${how}`;
    if (!this.isLate) return `ended its process: ${how}`;
    if (this.isTested) return 'left something open: its process did not end';
    return `took too long${this.#running === '' ? '' : ` in: ${this.#running}`}`;
  }

  #fail(text: string): void {
    const file = this.#files[this.#ended] ?? '';
    const error = { failureType: 'testCodeFailure', text: `${file} ${text}` };
    const details = { type: 'test', duration_ms: 0, error };
    const place = { file: path.resolve(file), line: 1, column: 1 };
    this.#failed = true;
    this.#events.push({ type: 'test:fail', data: { nesting: 0, name: file, ...place, details } });
  }

  #endTests(): void {
    // The last file ends with the process, and with its hooks.
    if (this.#ended < this.#files.length - 1) this.#endFile();
    else this.#testedAtMs = performance.now();
  }

  #endFile(): void {
    const file = this.#files[this.#ended] ?? '';
    const [from, to] = this.#begun.slice(this.#ended);
    const end = to ?? this.#now();
    const { atMs, spent } = from ?? end;
    this.#ended += 1;
    this.#onFile({
      file,
      durationMs: end.atMs - atMs,
      processor: spentSince(spent, end.spent),
      events: this.#events,
      endingMs: end.atMs - (this.#testedAtMs ?? end.atMs),
    });
    this.#events = [];
  }

  #now(): Moment {
    return { atMs: performance.now(), spent: this.#spent() };
  }
}

interface Moment {
  readonly atMs: number;
  readonly spent: Spent;
}

function isFileSuite({ data }: TestEvent): boolean {
  return data.nesting === 0 && data.name === fileSuite;
}

/** As if there were no suite of the file. */
function outOfSuite({ type, data }: TestEvent): TestEvent {
  return { type, data: { ...data, nesting: Math.max(0, (data.nesting ?? 0) - 1) } };
}

function isSum({ type, data }: TestEvent): boolean {
  return (
    type === 'test:diagnostic' &&
    data.nesting === 0 &&
    /^(tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) [\d.]+$/.test(data.message ?? '')
  );
}
