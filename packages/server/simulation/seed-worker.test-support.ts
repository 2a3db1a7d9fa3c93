// Plays a range of seeds in a separate thread, because the test runner tracks every promise of its
// own thread, and thousands of schedules create millions of them.
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { playSeed, type Played as PlayedSeed } from './play-seed.test-support.ts';

type Played = Omit<PlayedSeed, 'transcript' | 'violations'>;

/** Schedules create much short-lived garbage. More room makes collections rarer. */
const resourceLimits = { maxYoungGenerationSizeMb: 64 };

/** Plays `count` seeds from `first`. Rejects with the first that breaks a promise. */
export function playSeeds(first: number, count: number): Promise<Played> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), {
      workerData: { first, count },
      resourceLimits,
    });
    worker.once('message', resolve).once('error', reject);
  });
}

async function play({ first, count }: { first: number; count: number }): Promise<Played> {
  const total = { messages: 0, acknowledged: 0, heard: 0, heardJoined: 0, begun: 0, takenUp: 0 };
  for (let seed = first; seed < first + count; seed += 1) {
    const played = await playSeed(seed).catch((error: unknown) => {
      throw new Error(`seed ${seed}: ${error instanceof Error ? error.stack : String(error)}`);
    });
    if (played.violations.length > 0)
      throw new Error(`seed ${seed}:\n${played.violations.join('\n')}`);
    total.messages += played.messages;
    total.acknowledged += played.acknowledged;
    total.heard += played.heard;
    total.heardJoined += played.heardJoined;
    total.begun += played.begun;
    total.takenUp += played.takenUp;
  }
  return total;
}

if (parentPort !== null) parentPort.postMessage(await play(workerData));
