// Runs one process of a test run and says of each of its files what happened in it. A process that
// dies or hangs fails the file that it was at, and those that it did not come to.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { beginning, ending, fileSuite, parseEvent, type TestEvent } from './events.ts';

export interface FileRun {
  readonly file: string;
  readonly durationMs: number;
  readonly events: readonly TestEvent[];
}

export interface JobOptions {
  /** For Node, before the program. */
  readonly flags: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** For one file. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

const program = path.join(import.meta.dirname, 'process.ts');
const reporter = path.join(import.meta.dirname, 'reporter.ts');
/** Between asking a process to end and ending it. */
const endingMs = 5000;
/** For hooks, and for what they close, after the last test of a process. */
const closingMs = 120_000;

/** Runs the files in one process; `onFile` is told of each once, in their order. */
export async function runJob(
  files: readonly string[],
  { flags, env, timeoutMs, signal }: JobOptions,
  onFile: (run: FileRun) => void,
): Promise<void> {
  const reported = [`--test-reporter=${reporter}`, '--test-reporter-destination=stdout'];
  const child = spawn(process.execPath, [...flags, ...reported, program, ...files], {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    env,
    signal,
  });
  const hand = new Hand(files, onFile);
  let late: NodeJS.Timeout | undefined;
  const allow = (ms: number, where: string) => {
    clearTimeout(late);
    late = setTimeout(() => {
      hand.lateness = where;
      child.kill('SIGTERM');
      late = setTimeout(() => child.kill('SIGKILL'), endingMs);
    }, ms);
  };
  allow(timeoutMs, 'took too long');
  const [, stdout, stderr, told] = child.stdio as (Readable | null)[];
  for (const output of [stdout, stderr])
    output?.setEncoding('utf8').on('data', (text: string) => hand.print(text));
  if (told !== undefined && told !== null)
    createInterface({ input: told }).on('line', (line) => {
      const event = parseEvent(line);
      if (event.type === beginning) allow(timeoutMs, 'took too long');
      hand.take(event);
      if (hand.isTested)
        allow(Math.min(timeoutMs, closingMs), 'left something open: its process did not end');
    });
  await new Promise<void>((resolve) => {
    child.on('error', (error) => hand.print(`${error.message}\n`));
    child.on('close', (code, killedBy) => {
      clearTimeout(late);
      hand.end(killedBy ?? `exit code ${code}`);
      resolve();
    });
  });
}

/** Deals what a process says out to its files. */
class Hand {
  readonly #files: readonly string[];
  readonly #onFile: (run: FileRun) => void;
  #events: TestEvent[] = [];
  /** Files that have ended, and that have begun. */
  #ended = 0;
  #begun: number[] = [];
  #failed = false;
  #isWhole = false;
  /** All tests of the process have ended; hooks may still run. */
  isTested = false;
  /** What to say of a process that had to be ended. */
  lateness: string | undefined;

  constructor(files: readonly string[], onFile: (run: FileRun) => void) {
    this.#files = files;
    this.#onFile = onFile;
  }

  print(message: string): void {
    this.#events.push({ type: 'test:stdout', data: { message } });
  }

  take(event: TestEvent): void {
    const { type, data } = event;
    if (type === beginning) this.#begun.push(performance.now());
    else if (type === 'test:summary') this.#isWhole = true;
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

  /** The process is gone, `how` says how. */
  end(how: string): void {
    const isWell =
      this.#isWhole && (how === 'exit code 0' || (how === 'exit code 1' && this.#failed));
    const at = Math.max(0, this.#begun.length - 1);
    while (this.#ended < this.#files.length) {
      if (!isWell && this.#ended === at) this.#fail(this.lateness ?? `ended its process: ${how}`);
      if (this.#ended > at) this.#fail(`did not run: its process ended in ${this.#files[at]}`);
      this.#endFile();
    }
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
    else this.isTested = true;
  }

  #endFile(): void {
    const file = this.#files[this.#ended] ?? '';
    const [from, to] = this.#begun.slice(this.#ended);
    const durationMs = from === undefined ? 0 : (to ?? performance.now()) - from;
    this.#ended += 1;
    this.#onFile({ file, durationMs, events: this.#events });
    this.#events = [];
  }
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
