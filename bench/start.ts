// How long a start takes, from the process to the first answered sign-in: first on an empty data
// folder, which includes making and migrating the databases and seeding the demo shop, then on the
// same folder again. And how long the sample shop takes that was asked for at the start.
import type { SampleShop } from '@opportune/protocol/rest/sample.ts';
import { testDataFolder } from '@opportune/server/adapter/engines.test-support.ts';
import { eventually } from '../test/e2e/product.test-support.ts';
import { startMeasured } from './measured-product.ts';
import { median, rounded, type BenchRow } from './row.ts';

const rounds = 3;
const mostSampleMs = 300_000;

/** First and later starts. */
export async function* startRows(): AsyncIterable<BenchRow> {
  const first: number[] = [];
  const again: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const folder = testDataFolder();
    try {
      first.push(await startMs(folder.path));
      again.push(await startMs(folder.path));
    } finally {
      folder.remove();
    }
  }
  const how = `the server with its engines and the demo shop, from its process to the answered sign-in, median of ${rounds}`;
  yield {
    name: 'start.first.ms',
    value: rounded(median(first), 0),
    unit: 'ms',
    target: '≤ 15,000',
    how: `${how}; empty data folder, packages installed and built; ${all(first)}`,
  };
  yield {
    name: 'start.again.ms',
    value: rounded(median(again), 0),
    unit: 'ms',
    target: '≤ 5,000',
    how: `${how}; the same folder; ${all(again)}`,
  };
  yield {
    name: 'sample.made.ms',
    value: rounded(await sampleMs(), 0),
    unit: 'ms',
    target: '≤ 60,000',
    how: 'the server begins on an empty data folder with --sample, until the sample shop is there; once, and nobody looks at it',
  };
}

function all(values: readonly number[]): string {
  return `all: ${values.map((value) => rounded(value, 0)).join(', ')} ms`;
}

async function startMs(dataFolder: string): Promise<number> {
  const from = performance.now();
  const product = await startMeasured({ dataFolder });
  const tookMs = performance.now() - from;
  await product.close();
  return tookMs;
}

async function sampleMs(): Promise<number> {
  const folder = testDataFolder();
  const from = performance.now();
  try {
    const environment = { OPPORTUNE_SAMPLE: 'yes' };
    const product = await startMeasured({ dataFolder: folder.path, environment });
    const shop = () => product.call<SampleShop>('GET', '/sample');
    await eventually(shop, ({ state }) => state !== 'making', mostSampleMs);
    const { state } = await shop();
    const tookMs = performance.now() - from;
    await product.close();
    if (state !== 'ready') throw new Error(`the sample shop is ${state}`);
    return tookMs;
  } finally {
    folder.remove();
  }
}
