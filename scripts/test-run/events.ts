// What a test process tells the run: one line of JSON an event, on its fourth descriptor. Lines are
// written at once, so that what came before the end of a process is known however it ended.
import { writeSync } from 'node:fs';

/** An event of node:test or one of our own, with what the run reads of it. */
export interface TestEvent {
  readonly type: string;
  readonly data: TestData;
}

export interface TestData {
  readonly nesting?: number;
  readonly name?: string;
  readonly message?: string;
  readonly skip?: string | boolean;
  readonly todo?: string | boolean;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly details?: TestDetails;
}

export interface TestDetails {
  readonly type?: string;
  readonly duration_ms?: number;
  readonly error?: ToldError;
}

/** An error as text: objects of tests need not survive a pipe. */
export interface ToldError {
  readonly failureType: string;
  readonly text: string;
}

/** The type of the event that stands before a file is loaded. */
export const beginning = 'file:beginning';
/** The type of the event that stands before a test; its name has those of its suites before it. */
export const running = 'test:running';
/** The name of a test that stands after the tests of a file. */
export const ending = '(end of the file)';
/** The name of the suite of a file that shares its process. */
export const fileSuite = '(the file)';

const descriptor = 3;

export function tell(event: TestEvent): void {
  writeSync(descriptor, `${JSON.stringify(event)}\n`);
}

export function parseEvent(line: string): TestEvent {
  return JSON.parse(line) as TestEvent;
}
