// Reads letters in processes of their own, each with a bound on time and memory: a letter can be made so that
// reading it takes seconds, and nobody else waits for it. A letter is given a second at first. One that needs
// more is read again by a second process, so it delays only others that need more. A letter beyond a bound
// ends only its process, and the next letter starts another. A letter that ends two is kept as a file. One
// whose process cannot even be started, as while the files of the server are replaced, is read later.
import { type ChildProcess, fork } from 'node:child_process';
import { letterLimits } from '@opportune/protocol/limits/mail.ts';
import type { LetterFile, OwnMail } from '../reading/letter.ts';
import { problem } from '@opportune/protocol/errors.ts';
import { Refusal } from '../../../http/problem/refusal.ts';
import { type Answer, type Question, startedReading } from './questions.ts';
import type { ReadLetter } from './read-packed.ts';
import { ReadingTurns } from './reading-turns.ts';

export interface LetterReader {
  /**
   * Null: it is none, or not even its head can be read. Throws a refusal that may be tried again if
   * too much waits.
   */
  letter(raw: string, own: OwnMail): Promise<ReadLetter | null>;
  /** The file at this place. Null: there is none, or the letter cannot be read. */
  file(raw: string, own: OwnMail, place: number): Promise<LetterFile | null>;
}

/** Accounts take turns by the time that their letters take. */
export interface LetterReaders {
  of(account: string): LetterReader;
}

export interface ReadingBounds {
  readonly quickMs: number;
  readonly readingMs: number;
  readonly readingBytes: number;
  readonly waitingBytes: number;
}

/** An idle process ends after this. */
const idleMs = 60_000;
/** A letter may be innocent of the first: the machine may lack memory, or time. */
const attempts = 2;
/** The process interrupts itself a little before. */
const graceMs = 2000;
const bytesOfMb = 1024 * 1024;
const program = new URL('./reading-process.ts', import.meta.url);
/** A process of the machine starts within this, or it cannot be had now. */
const startMs = 20_000;
/** When a letter is tried again whose process could not be started. */
const startAgainMs = 30_000;

/** `run`: the program of the processes. */
export function createLetterReaders(
  bounds: ReadingBounds = letterLimits,
  run: URL = program,
): LetterReaders {
  const { quickMs, readingMs } = bounds;
  const readings = {
    quick: apart(bounds, quickMs, run),
    patient: apart(bounds, readingMs, run),
  };
  return {
    of(account) {
      return readerOver((question) => answerOf(readings, account, question));
    },
  };
}

type Reading = (account: string, question: Question) => Promise<Outcome>;

/** Null: it ended two processes. */
async function answerOf(
  { quick, patient }: { readonly quick: Reading; readonly patient: Reading },
  account: string,
  question: Question,
): Promise<Answer | null> {
  const first = await quick(account, question);
  if (first !== 'ended' && first !== 'late') return first;
  for (let tried = 0; tried < attempts; tried += 1) {
    const answer = await patient(account, question);
    if (answer !== 'ended' && answer !== 'late') return answer;
  }
  return null;
}

function readerOver(answerTo: (question: Question) => Promise<Answer | null>): LetterReader {
  return {
    async letter(raw, own) {
      const whole = await answerTo({ type: 'letter', raw, own });
      const answer = whole ?? (await answerTo({ type: 'head', raw, own }));
      return answer?.read ?? null;
    },
    file: async (raw, own, place) =>
      (await answerTo({ type: 'file', raw, own, place }))?.file ?? null,
  };
}

function apart({ waitingBytes, readingBytes }: ReadingBounds, withinMs: number, run: URL) {
  const turns = new ReadingTurns(waitingBytes);
  const ask = createProcess(() => begin(run, withinMs, readingBytes), withinMs + graceMs);
  return (account: string, question: Question) =>
    turns.turn(account, question.raw.length, () => ask(question));
}

/** `late`: it needs more time. `ended`: the process ended. */
type Outcome = Answer | 'late' | 'ended';

/**
 * Started by the first question, and by the next one after it ended. A question throws
 * `server.overloaded` if no process can be started: its letter is not at fault.
 */
function createProcess(start: () => ChildProcess, withinMs: number) {
  let child: ChildProcess | null = null;
  let idle: NodeJS.Timeout | undefined;
  const end = (): void => {
    child?.kill('SIGKILL');
    child = null;
  };
  return async function ask(question: Question): Promise<Outcome> {
    clearTimeout(idle);
    if (child === null) {
      child = started(start);
      if (child === null || (await nextOf(child, startMs)) !== startedReading) {
        end();
        throw new Refusal(problem('server.overloaded', { retryAfterMs: startAgainMs }));
      }
    }
    const answer = await nextOf(child, withinMs, question);
    if (answer === 'ended') end();
    else idle = setTimeout(end, idleMs).unref();
    // It is ours, and says nothing else.
    return answer as Outcome;
  };
}

/** Null: the machine has no memory or no room for a process. */
function started(start: () => ChildProcess): ChildProcess | null {
  try {
    return start();
  } catch {
    return null;
  }
}

function begin(run: URL, withinMs: number, readingBytes: number): ChildProcess {
  const megabytes = Math.floor(readingBytes / bytesOfMb);
  const child = fork(run, [String(withinMs)], {
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

/** The next message of the process, after this question if there is one. `ended`: it ended, or was late. */
function nextOf(child: ChildProcess, withinMs: number, question?: Question): Promise<unknown> {
  return new Promise((resolve) => {
    const settle = (message: unknown): void => {
      clearTimeout(late);
      child.off('message', settle).off('error', fail).off('exit', fail);
      child.channel?.unref();
      resolve(message);
    };
    const fail = (): void => settle('ended');
    const late = setTimeout(fail, withinMs);
    child.on('message', settle).on('error', fail).on('exit', fail);
    if (!child.connected) fail();
    else if (question !== undefined) child.send(question, (error) => error !== null && fail());
  });
}
