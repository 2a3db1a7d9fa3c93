// What a test run prints: each file when it has ended, at the end what failed, which files took
// longest, and the sums over all.
import { spec as SpecReporter } from 'node:test/reporters';
import { inspect } from 'node:util';
import type { TestData, TestEvent, ToldError } from './events.ts';
import type { FileRun } from './job.ts';
import { kinds, type Spent, wholeOf } from './processor.ts';

const shownLongest = 15;
/** A process that stays longer after its tests is named: most likely a timer was not cleared. */
const mostEndingMs = 10_000;
/** Smaller parts of a file's processor time are not named. */
const leastNamedMs = 1000;
const cancelling = new Set(['cancelledByParent', 'testTimeoutFailure', 'testAborted']);

export class Results {
  readonly #print: (text: string) => void;
  readonly #spec = new SpecReporter();
  readonly #runs: FileRun[] = [];
  readonly #from = performance.now();
  readonly #sums = { tests: 0, suites: 0, pass: 0, fail: 0, cancelled: 0, skipped: 0, todo: 0 };
  #failed = false;

  constructor(print: (text: string) => void) {
    this.#print = print;
    this.#spec.setEncoding('utf8').on('data', print);
  }

  add(run: FileRun): void {
    this.#runs.push({ ...run, events: [] });
    const { file, durationMs, processor } = run;
    const spent = seconds(wholeOf(processor));
    this.#say(`${file} (${seconds(durationMs)}, of the processor ${spent})\n`);
    for (const event of run.events) {
      this.#count(event);
      this.#spec.write(readable(event));
    }
  }

  /** A failure that belongs to no file. */
  fail(text: string): void {
    this.#failed = true;
    this.#say(`✖ ${text}\n`);
  }

  /** Prints the end, with what processors did by kind of process; says whether all passed. */
  async end(processor: Spent): Promise<boolean> {
    // The reporter prints what failed at the summary of the whole.
    this.#spec.end({ type: 'test:summary', data: {} });
    await new Promise((resolve) => this.#spec.once('end', resolve));
    const longest = this.#runs.toSorted((one, other) => other.durationMs - one.durationMs);
    this.#print('\nThe longest files, and their processor time:\n');
    for (const { file, durationMs, processor: own } of longest.slice(0, shownLongest))
      this.#print(`${padded(durationMs)}${padded(wholeOf(own))}  ${file}${partsOf(own)}\n`);
    this.#printLate();
    this.#printProcessor(processor);
    const sums = { ...this.#sums, duration_ms: performance.now() - this.#from };
    for (const [name, sum] of Object.entries(sums)) this.#print(`ℹ ${name} ${sum}\n`);
    return !this.#failed;
  }

  #printLate(): void {
    const late = this.#runs.filter(({ endingMs }) => endingMs > mostEndingMs);
    if (late.length === 0) return;
    this.#print('\nFiles whose process stayed after its tests:\n');
    for (const { file, endingMs } of late) this.#print(`${padded(endingMs)}  ${file}\n`);
  }

  #printProcessor(spent: Spent): void {
    if (spent.size === 0) return;
    this.#print(`\nProcessor time: ${seconds(wholeOf(spent))}\n`);
    for (const kind of kinds) this.#print(`${padded(spent.get(kind) ?? 0)}  ${kind}\n`);
  }

  #say(message: string): void {
    this.#spec.write({ type: 'test:stdout', data: { message } });
  }

  /** As node:test counts. */
  #count({ type, data }: TestEvent): void {
    if (type !== 'test:pass' && type !== 'test:fail') return;
    this.#failed ||= type === 'test:fail' && data.todo === undefined;
    if (data.details?.type === 'suite') this.#sums.suites += 1;
    else {
      this.#sums.tests += 1;
      this.#sums[outcome(type === 'test:pass', data)] += 1;
    }
  }
}

function outcome(passed: boolean, { skip, todo, details }: TestData) {
  if (skip !== undefined) return 'skipped';
  if (todo !== undefined) return 'todo';
  if (passed) return 'pass';
  return cancelling.has(details?.error?.failureType ?? '') ? 'cancelled' : 'fail';
}

/** The event as the reporter of node:test reads it: an error that is shown as its text. */
function readable({ type, data }: TestEvent) {
  const error = data.details?.error;
  if (error === undefined) return { type, data };
  return { type, data: { ...data, details: { ...data.details, error: shown(error) } } };
}

function shown({ failureType, text }: ToldError) {
  const cause = { [inspect.custom]: () => text };
  return { code: 'ERR_TEST_FAILURE', failureType, cause };
}

/** What of a file's processor time is whose. */
function partsOf(spent: Spent): string {
  const parts = kinds.flatMap((kind) => {
    const ms = spent.get(kind) ?? 0;
    return ms < leastNamedMs ? [] : [`${kind} ${seconds(ms)}`];
  });
  return parts.length < 2 ? '' : `: ${parts.join(', ')}`;
}

function padded(durationMs: number): string {
  return seconds(durationMs).padStart(10);
}

function seconds(durationMs: number): string {
  return `${(durationMs / 1000).toFixed(1)} s`;
}
