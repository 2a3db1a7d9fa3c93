// Trains a challenger on a separate thread, so that seconds of arithmetic delay no decision.
// Bounded in time and memory: a training beyond the bounds is cancelled and rejects. The thread
// runs this file too.
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import type { BoostedTrees } from '@opportune/core/learning/challenger/boosted-trees.ts';
import type { Moments } from '@opportune/core/learning/challenger/moment-window.ts';
import { trainTrees } from '@opportune/core/learning/challenger/train-trees.ts';
import { treesFromJson, treesToJson } from '@opportune/core/learning/challenger/trees-json.ts';
import type { Json } from '@opportune/protocol/behaviour/event.ts';

/** Returns trees, or null if there are too few moments. Rejects if stopped. */
export type TrainTrees = (moments: Moments, stop: AbortSignal) => Promise<BoostedTrees | null>;

const mostMs = 120_000;
const mostMemoryMb = 256;
const task = 'train-challenger';

export const trainApart: TrainTrees = (moments, stop) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), {
      workerData: { task, moments },
      resourceLimits: { maxOldGenerationSizeMb: mostMemoryMb },
    });
    const late = setTimeout(() => {
      reject(new Error(`a challenger was not trained within ${mostMs / 1_000} s`));
      void worker.terminate();
    }, mostMs);
    const end = (): void => void worker.terminate();
    stop.addEventListener('abort', end, { once: true });
    worker.once('message', (json: Json) => resolve(treesFromJson(json, moments.width)));
    worker.once('error', reject);
    worker.once('exit', () => {
      clearTimeout(late);
      stop.removeEventListener('abort', end);
      reject(new Error('the thread that trains a challenger ended without a word'));
    });
  });

interface Task {
  readonly task: string;
  readonly moments: Moments;
}

function isTask(data: unknown): data is Task {
  return typeof data === 'object' && data !== null && 'task' in data && data.task === task;
}

if (!isMainThread && isTask(workerData)) {
  const trees = trainTrees(workerData.moments);
  parentPort?.postMessage(trees === null ? null : treesToJson(trees));
}
