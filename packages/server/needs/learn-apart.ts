// Learns needs on a thread of its own, so that seconds of arithmetic delay no decision. Bounded in
// time and memory; what exceeds them is given up and rejects. This file is also what the thread runs.
import type { NeedExample } from '@opportune/core/learning/needs/evidence.ts';
import { writeNeedModel } from '@opportune/core/learning/needs/model-bytes.ts';
import { trainNeeds } from '@opportune/core/learning/needs/model.ts';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

/** A model as bytes; null where the examples are too few. Rejects where it is stopped. */
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
