// Reads letters in a process of its own, one at a time, each with a bound on time and memory: a letter can
// be made so that reading it takes seconds, and nobody else waits for it. A letter beyond a bound ends only
// that process, and the next letter starts another. A letter that ends two is not read but kept as a file.
import { type ChildProcess, fork } from 'node:child_process';
import { problem } from '@opportune/protocol/errors.ts';
import { letterLimits } from '@opportune/protocol/limits/mail.ts';
import { Refusal } from '../../../http/problem/refusal.ts';
import type { LetterFile, OwnMail } from '../reading/letter.ts';
import type { Answer, Question } from './questions.ts';
import type { ReadLetter } from './read-packed.ts';

export interface LetterReader {
  /**
   * Null: it is none, or not even its head can be read. Throws a refusal that may be tried again if
   * too much waits.
   */
  letter(raw: string, own: OwnMail): Promise<ReadLetter | null>;
  /** The file at this place. Null: there is none, or the letter cannot be read. */
  file(raw: string, own: OwnMail, place: number): Promise<LetterFile | null>;
}

export interface ReadingBounds {
  readonly readingMs: number;
  readonly readingBytes: number;
  readonly waitingBytes: number;
}

/** An idle process ends after this. */
const idleMs = 60_000;
/** A letter may be innocent of the first: the machine may lack memory, or time. */
const attempts = 2;
/** The process ends itself a little before. */
const graceMs = 2000;
const fullMs = 1000;
const bytesOfMb = 1024 * 1024;
const program = new URL('./reading-process.ts', import.meta.url);

export function createLetterReader(bounds: ReadingBounds = letterLimits): LetterReader {
  const inTurn = createTurns(bounds.waitingBytes);
  const ask = createProcess(bounds);

  async function tried(question: Question): Promise<Answer | 'ended'> {
    let answer = await ask(question);
    for (let more = 1; answer === 'ended' && more < attempts; more += 1)
      answer = await ask(question);
    return answer;
  }

  async function read(raw: string, own: OwnMail): Promise<ReadLetter | null> {
    const answer = await tried({ type: 'letter', raw, own });
    if (answer !== 'ended') return answer.read;
    const head = await tried({ type: 'head', raw, own });
    return head === 'ended' ? null : head.read;
  }

  return {
    letter: (raw, own) => inTurn(raw.length, () => read(raw, own)),
    file: (raw, own, place) =>
      inTurn(raw.length, async () => {
        const answer = await tried({ type: 'file', raw, own, place });
        return answer === 'ended' ? null : answer.file;
      }),
  };
}

/** One after another. One that is larger than all room waits alone. */
function createTurns(mostBytes: number) {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  return async function inTurn<T>(sizeBytes: number, work: () => Promise<T>): Promise<T> {
    if (waiting > 0 && waiting + sizeBytes > mostBytes)
      throw new Refusal(problem('server.overloaded', { retryAfterMs: fullMs }));
    waiting += sizeBytes;
    const done = last.then(work).finally(() => {
      waiting -= sizeBytes;
    });
    last = done.catch(() => undefined);
    return done;
  };
}

/** Started by the first question, and by the next one after it ended. */
function createProcess({ readingMs, readingBytes }: ReadingBounds) {
  let child: ChildProcess | null = null;
  let idle: NodeJS.Timeout | undefined;
  const end = (): void => {
    child?.kill('SIGKILL');
    child = null;
  };
  return async function ask(question: Question): Promise<Answer | 'ended'> {
    clearTimeout(idle);
    child ??= begin(readingMs, readingBytes);
    const answer = await answered(child, question, readingMs + graceMs);
    if (answer === 'ended') end();
    else idle = setTimeout(end, idleMs).unref();
    return answer;
  };
}

function begin(readingMs: number, readingBytes: number): ChildProcess {
  const megabytes = Math.floor(readingBytes / bytesOfMb);
  const child = fork(program, [String(readingMs)], {
    execArgv: [`--max-old-space-size=${megabytes}`, '--permission', '--allow-fs-read=*'],
    // No environment: what reads strangers' letters knows no secret.
    env: {},
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  child.unref();
  child.channel?.unref();
  // Whoever waits for it hears of its end.
  child.on('error', () => undefined);
  return child;
}

function answered(
  child: ChildProcess,
  question: Question,
  withinMs: number,
): Promise<Answer | 'ended'> {
  return new Promise((resolve) => {
    const settle = (answer: Answer | 'ended'): void => {
      clearTimeout(late);
      child.off('message', hear).off('error', fail).off('exit', fail);
      child.channel?.unref();
      resolve(answer);
    };
    // It is ours, and says nothing else.
    const hear = (answer: unknown): void => settle(answer as Answer);
    const fail = (): void => settle('ended');
    const late = setTimeout(fail, withinMs);
    child.on('message', hear).on('error', fail).on('exit', fail);
    if (child.connected) child.send(question, (error) => error !== null && fail());
    else fail();
  });
}
