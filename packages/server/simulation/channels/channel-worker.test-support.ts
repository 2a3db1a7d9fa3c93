// Plays a range of seeds of channels in a separate thread, because the test runner tracks every
// promise of its own thread.
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { playChannels } from './play-channels.test-support.ts';

/** Sums over the seeds, by name. */
export type Sums = Readonly<Record<string, number>>;

/** Plays `count` seeds from `first`. Rejects with the first that breaks a promise. */
export function playRange(first: number, count: number): Promise<Sums> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), {
      workerData: { first, count },
      // Schedules create much short-lived garbage.
      resourceLimits: { maxYoungGenerationSizeMb: 64 },
    });
    worker.once('message', resolve).once('error', reject);
  });
}

async function play({ first, count }: { first: number; count: number }): Promise<Sums> {
  const sums: Record<string, number> = {};
  for (let seed = first; seed < first + count; seed += 1) {
    const {
      violations,
      transcript: _,
      ...played
    } = await playChannels(seed).catch((error: unknown) => {
      throw new Error(`seed ${seed}: ${error instanceof Error ? error.stack : String(error)}`);
    });
    if (violations.length > 0) throw new Error(`seed ${seed}:\n${violations.join('\n')}`);
    for (const [name, value] of Object.entries(played)) sums[name] = (sums[name] ?? 0) + value;
  }
  return sums;
}

if (parentPort !== null) parentPort.postMessage(await play(workerData));
