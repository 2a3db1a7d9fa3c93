// How long a restart keeps anybody waiting who is in one of 1,000 open conversations: the product as
// `npm start` runs it, visitors and agents who come back as the tag and the console do, and messages
// under way. Each restart is asked for by SIGUSR2.
import { testDataFolder } from '@opportune/server/adapter/engines.test-support.ts';
import { openStaying } from '../test/support/staying-product.test-support.ts';
import { median, percentile, rounded, type BenchRow } from './row.ts';

const conversations = 1_000;
const restarts = 3;

/** The longest wait of anybody, of three restarts the middle one. */
export async function* restartRows(): AsyncIterable<BenchRow> {
  const folder = testDataFolder();
  const product = await openStaying(folder, { conversations });
  try {
    const gaps: number[] = [];
    const typical: number[] = [];
    for (let restart = 0; restart < restarts; restart += 1) {
      await product.restartWhileTalking();
      const { away, acknowledged } = product.waits();
      const waits = Float64Array.from([...away, ...acknowledged]).sort();
      gaps.push(percentile(waits, 1));
      typical.push(median(away));
    }
    yield {
      name: 'restart.gap.ms',
      value: rounded(median(gaps), 0),
      unit: 'ms',
      target: '≤ 1,000',
      how: `the longest that anybody waited, from the loss of their socket to their conversation there again or from writing a message to its acknowledgement; ${conversations} visitors in conversations, ${product.agents.length} agents, 100 messages/s, median of ${restarts} restarts (all: ${listed(gaps)} ms); the median of all was away ${listed(typical)} ms, of which the client's own first pause is 250 to 500 ms`,
    };
  } finally {
    await product.close();
    folder.remove();
  }
}

function listed(values: readonly number[]): string {
  return values.map((value) => rounded(value, 0)).join(', ');
}
