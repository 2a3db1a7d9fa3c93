// Rehearses stored visitors on a thread with low priority. The server only passes bytes to it.
// Memory is bounded, because few pieces are in progress at once. The thread runs this file too.
import { constants, setPriority } from 'node:os';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import {
  compileRehearsal,
  rehearseVisitor,
  type RehearsalQuestion,
} from '@opportune/core/decision/rehearse/rehearse.ts';
import {
  addToTally,
  newTally,
  type RehearsalTally,
  type TallyQuestion,
} from '@opportune/core/decision/rehearse/rehearse-tally.ts';
import { visitorsOf } from './past-piece.ts';

export interface ApartQuestion {
  readonly question: RehearsalQuestion;
  /** The time up to which events are known. */
  readonly knownUntil: number;
  /** What was taken back, by key of the conversion. */
  readonly returns: TallyQuestion['returns'];
}

export interface Apart {
  /** Resolves when there is room for another piece. */
  add(piece: Uint8Array<ArrayBuffer>): Promise<void>;
  /** The tally of the pieces added since the last call. */
  tally(): Promise<RehearsalTally>;
  close(): Promise<void>;
}

const task = 'rehearse';
const mostMemoryMb = 512;
/** Pieces that may wait for the thread. */
const mostAhead = 2;

type Answer = { readonly type: 'looked' } | { readonly type: 'tally'; tally: RehearsalTally };

export function rehearseApart(asked: ApartQuestion): Apart {
  const worker = new Worker(new URL(import.meta.url), {
    workerData: { task, ...asked },
    resourceLimits: { maxOldGenerationSizeMb: mostMemoryMb },
  });
  const gone = Promise.withResolvers<never>();
  gone.promise.catch(() => undefined);
  worker.once('error', gone.reject);
  worker.once('exit', () => gone.reject(new Error('the thread that rehearses ended')));
  let ahead = 0;
  let room = Promise.withResolvers<void>();
  let tallied = Promise.withResolvers<RehearsalTally>();
  worker.on('message', (answer: Answer) => {
    if (answer.type === 'tally') return tallied.resolve(answer.tally);
    ahead--;
    room.resolve();
  });
  return {
    async add(piece) {
      worker.postMessage(piece, [piece.buffer]);
      ahead++;
      while (ahead >= mostAhead) {
        room = Promise.withResolvers();
        await Promise.race([room.promise, gone.promise]);
      }
    },
    async tally() {
      tallied = Promise.withResolvers();
      worker.postMessage(null);
      return Promise.race([tallied.promise, gone.promise]);
    },
    close: async () => void (await worker.terminate()),
  };
}

type Task = ApartQuestion & { readonly task: string };

function isTask(data: unknown): data is Task {
  return typeof data === 'object' && data !== null && 'task' in data && data.task === task;
}

function serve({ question, knownUntil, returns }: Task): void {
  // On Linux a priority belongs to a thread. This thread yields to the one that decides.
  if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  const compiled = compileRehearsal(question);
  const { account, settings } = question.configuration;
  const { timeZone } = settings;
  const asked = { goal: compiled.goal, timeZone, from: question.from, knownUntil, returns };
  let tally = newTally();
  parentPort?.on('message', (piece: Uint8Array | null) => {
    if (piece === null) {
      parentPort?.postMessage({ type: 'tally', tally } satisfies Answer);
      tally = newTally();
      return;
    }
    for (const stored of visitorsOf(account, piece))
      addToTally(tally, rehearseVisitor(compiled, stored), asked);
    parentPort?.postMessage({ type: 'looked' } satisfies Answer);
  });
}

if (!isMainThread && isTask(workerData)) serve(workerData);
