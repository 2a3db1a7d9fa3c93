// Fills a sample shop in a thread of its own, so that a minute of work delays nobody's events. The
// thread (fill-thread.ts) has connections of its own to the running engines.
import { Worker } from 'node:worker_threads';
import type { Engines } from '../adapter/engines.ts';
import type { EnginesBeside } from '../adapter/beside.ts';
import type { Config } from '../config.ts';
import type { Filled, FillSample, SampleOrder, SampleStep } from './order.ts';

/** What the thread is given. */
export interface FillTask {
  readonly task: 'fill-sample';
  readonly config: Config;
  readonly engines: EnginesBeside;
  readonly publicUrl: string;
  readonly order: SampleOrder;
}

export type FillNews =
  | { readonly type: 'progress'; readonly step: SampleStep; readonly done: number }
  | { readonly type: 'filled'; readonly filled: Filled };

const bytesOfMb = 1024 * 1024;

/** The heap of the thread takes at most `mostBytes`. Beyond, the thread ends and filling rejects. */
export function fillApart(
  config: Config,
  engines: Pick<Engines, 'beside'>,
  publicUrl: () => string,
  mostBytes: number,
): FillSample {
  return (order, progress, stop) =>
    new Promise((resolve, reject) => {
      const task: FillTask = {
        ...{ task: 'fill-sample', engines: engines.beside(), publicUrl: publicUrl(), order },
        // An address as an object cannot be passed to a thread, and the thread serves none.
        config: { ...config, publicUrl: undefined },
      };
      const worker = new Worker(new URL('./fill-thread.ts', import.meta.url), {
        workerData: task,
        resourceLimits: { maxOldGenerationSizeMb: Math.floor(mostBytes / bytesOfMb) },
      });
      const end = (): void => void worker.terminate();
      stop.addEventListener('abort', end, { once: true });
      worker.on('message', (news: FillNews) => {
        if (news.type === 'progress') progress(news.step, news.done);
        else resolve(news.filled);
      });
      worker.once('error', reject);
      worker.once('exit', () => {
        stop.removeEventListener('abort', end);
        reject(new Error('the thread that fills a sample shop ended'));
      });
    });
}
