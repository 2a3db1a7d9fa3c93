// Learns needs on a separate thread, so that seconds of arithmetic delay no decision. Bounded in
// time and memory: learning beyond the bounds is cancelled and rejects. The thread runs this file
// too.
import type { NeedExample } from '@opportune/core/learning/needs/evidence.ts';
import { writeNeedModel } from '@opportune/core/learning/needs/model-bytes.ts';
import { trainNeeds } from '@opportune/core/learning/needs/model.ts';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

/** A model as bytes. Null if there are too few examples. Rejects if stopped. */
export type LearnNeeds = (
  examples: readonly NeedExample[],
  stop: AbortSignal,
) => Promise<Uint8Array | null>;

const mostMs = 120_000;
const mostMemoryMb = 768;
const task = 'learn-needs';

export const learnApart: LearnNeeds = (examples, stop) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), {
      workerData: { task, examples },
      resourceLimits: { maxOldGenerationSizeMb: mostMemoryMb },
    });
    const late = setTimeout(() => {
      reject(new Error(`needs were not learnt within ${mostMs / 1_000} s`));
      void worker.terminate();
    }, mostMs);
    const end = (): void => void worker.terminate();
    stop.addEventListener('abort', end, { once: true });
    worker.once('message', (bytes: Uint8Array | null) => resolve(bytes));
    worker.once('error', reject);
    worker.once('exit', () => {
      clearTimeout(late);
      stop.removeEventListener('abort', end);
      reject(new Error('the thread that learns needs ended without a word'));
    });
  });

interface Task {
  readonly task: string;
  readonly examples: readonly NeedExample[];
}

function isTask(data: unknown): data is Task {
  return typeof data === 'object' && data !== null && 'task' in data && data.task === task;
}

if (!isMainThread && isTask(workerData)) {
  const model = trainNeeds(workerData.examples);
  parentPort?.postMessage(model === null ? null : writeNeedModel(model));
}
