// How long a restart keeps people waiting in 1,000 open conversations. The product runs as `npm
// start` runs it. Visitors and agents behave as the tag and the console do, with messages of both
// in flight. Each restart is requested by SIGUSR2.
import { testDataFolder } from '@opportune/server/adapter/engines.test-support.ts';
import { openStaying, type Staying } from '../test/support/staying-product.test-support.ts';
import { median, percentile, rounded, type BenchRow } from './row.ts';

const conversations = 1_000;
const restarts = 5;

/**
 * The longest wait of anybody (the median of five restarts), and the sockets that did not survive.
 */
export async function* restartRows(): AsyncIterable<BenchRow> {
  const folder = testDataFolder();
  const product = await openStaying(folder, { conversations });
  try {
    const seen: Restart[] = [];
    for (let restart = 0; restart < restarts; restart += 1) seen.push(await restartOf(product));
    const people = `${conversations} visitors in conversations and ${product.agents.length} agents, 75 messages/s of visitors and 25 of agents`;
    yield {
      name: 'restart.gap.ms',
      value: rounded(median(seen.map(({ worst }) => worst)), 0),
      unit: 'ms',
      target: '≤ 1,000',
      how: `longest wait of any message until it was acknowledged or the other side had it, or of anybody for a new connection; ${people}; median of ${restarts} restarts (worst: ${listed(seen, 'worst')}; p99: ${listed(seen, 'p99')}; median: ${listed(seen, 'middle')} ms); just before each restart the worst was ${listed(seen, 'usual')} ms`,
    };
    yield {
      name: 'restart.lines.lost',
      value: Math.max(...seen.map(({ lost }) => lost)),
      unit: 'lines',
      target: '0',
      how: `sockets of ${people} that the successor did not continue, the most of ${restarts} restarts (all: ${listed(seen, 'lost')})`,
    };
  } finally {
    await product.close();
    folder.remove();
  }
}

interface Restart {
  readonly worst: number;
  readonly p99: number;
  readonly middle: number;
  /** The worst wait in the two seconds before the restart. */
  readonly usual: number;
  readonly lost: number;
}

async function restartOf(product: Staying): Promise<Restart> {
  const usual = await product.restartWhileTalking();
  const { away, acknowledged, delivered } = product.waits;
  const waits = Float64Array.from([...away, ...acknowledged, ...delivered]).sort();
  return {
    worst: percentile(waits, 1),
    p99: percentile(waits, 0.99),
    middle: percentile(waits, 0.5),
    usual: Math.max(...usual.delivered),
    lost: away.length,
  };
}

function listed(seen: readonly Restart[], of: keyof Restart): string {
  return seen.map((each) => rounded(each[of], 0)).join(', ');
}
