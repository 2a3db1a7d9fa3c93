// What each attack costs everybody else. The attacker is a process of its own with one address at 1
// Mbit/s, beside an ordinary load. Stretches with and without the attack alternate. A wait is the
// p99 over the stretches of all runs: about a hundred inserts acknowledge everything in one
// stretch, so its own p99 is only its slowest insert.
import {
  readyAttacker,
  type AttackPlan,
  type AttackReport,
} from '../test/support/attacker.test-support.ts';
import { openAttackedShop, type AttackedShop, type Stretch } from './attack-shop.ts';
import { median, percentile, rounded, type BenchRow } from './row.ts';

const bytesPerSecond = 125_000;
const seconds = 5;
/** In seconds, until others wait at most twice as long as before. */
const mostRecoveryS = 5;
const most = { ms: 300, times: 2, grownMb: 200 } as const;
const runs = Math.max(1, Number(process.env['OPPORTUNE_BENCH_ATTACK_RUNS'] ?? 5));

type Plan = Pick<AttackPlan, 'attack'> & Partial<AttackPlan>;

/**
 * Each attack, by the name of its row. The half-open connections come from an address that is not a
 * trusted proxy.
 */
const measured: Readonly<Record<string, Plan>> = {
  deep: { attack: 'deep lists' },
  'deep-fitting': { attack: 'deep lists that fit' },
  values: { attack: 'many values' },
  'values-fitting': { attack: 'many values that fit' },
  'values-largest': { attack: 'many values, largest' },
  'values-keyless': { attack: 'many values without a key' },
  'new-visitors': { attack: 'new visitors' },
  conversations: { attack: 'conversations' },
  'polls-keyless': { attack: 'polls without a key' },
  polls: { attack: 'polls of new visitors' },
  passwords: { attack: 'wrong passwords' },
  tokens: { attack: 'garbage tokens' },
  'half-open': { attack: 'half-open connections', from: '127.0.0.2' },
  'stalled-bodies': { attack: 'stalled bodies' },
  'stalled-frames': { attack: 'stalled frames' },
};

/** An attacker who sends nothing: shows how far the machine alone moves the figures. */
const nothing: Plan = { attack: 'deep lists', count: 0 };

/**
 * One row without an attack, one for each attack, and the number of attacks that meet every bar.
 */
export async function* attackRows(): AsyncIterable<BenchRow> {
  const shop = await openAttackedShop();
  let address = 0;
  const rowOf = async (name: string, plan: Plan) => {
    const made: Run[] = [];
    for (let nth = 0; nth < runs; nth += 1) made.push(await run(shop, plan, (address += 1)));
    return judged(name, plan, made);
  };
  try {
    let met = 0;
    yield (await rowOf('nothing', nothing)).row;
    for (const [name, plan] of Object.entries(measured)) {
      const { row, isMet } = await rowOf(name, plan);
      if (isMet) met += 1;
      yield row;
    }
    const count = Object.keys(measured).length;
    yield {
      name: 'attack.met',
      value: met,
      unit: 'attacks',
      target: `${count}`,
      how: `attacks during which every bar was met, of ${count}; load: 2,000 events/s of 1,000 visitors on sockets, 100 conversations with 40 messages/s; each attack comes from one address at 1 Mbit/s with the site's own write key; ${runs} alternating ${runs === 1 ? 'run' : 'runs'} of ${seconds} s without and ${seconds} s with it; p99 over all runs, medians of the other figures`,
    };
  } finally {
    await shop.close();
  }
}

interface Run {
  readonly without: Stretch;
  readonly beside: Stretch;
  readonly grownMb: number;
  /** Infinity if the server did not recover in time. */
  readonly recoveredS: number;
  readonly isWhole: boolean;
  readonly report: AttackReport;
}

/** Each run attacks from a fresh address. */
async function run(shop: AttackedShop, plan: Plan, nth: number): Promise<Run> {
  const ready = await readyAttacker();
  const without = await shop.live(seconds);
  const restMb = shop.residentMb();
  const addresses = [`203.0.${113 + (nth >> 8)}.${nth & 255}`];
  const attacker = ready.begin({
    ...{ target: shop.target, addresses, bytesPerSecond, durationMs: 3_600_000, ...plan },
  });
  const beside = await shop.live(seconds);
  attacker.stop();
  const report = await attacker.report;
  return {
    without,
    beside,
    grownMb: Math.max(0, beside.mostMb - restMb),
    recoveredS: await recovered(shop, p99([without.ackMs])),
    isWhole: await shop.isWhole(),
    report,
  };
}

async function recovered(shop: AttackedShop, usualMs: number): Promise<number> {
  for (let second = 1; second <= mostRecoveryS; second += 1) {
    const { ackMs } = await shop.live(1);
    if (p99([ackMs]) <= Math.max(most.times * usualMs, 50)) return second;
  }
  return Infinity;
}

function judged(name: string, { attack, count }: Plan, made: readonly Run[]) {
  const of = (figure: (run: Run) => number): number => rounded(median(made.map(figure)));
  const of2 = (figure: (run: Run) => number): number => rounded(median(made.map(figure)), 2);
  const [without, beside] = [
    waitsOf(made.map((run) => run.without)),
    waitsOf(made.map((run) => run.beside)),
  ];
  const [grown, again] = [of(({ grownMb }) => grownMb), of(({ recoveredS }) => recoveredS)];
  const bars = {
    'ack p99': isWithin(beside.ackMs, without.ackMs),
    'message p99': isWithin(beside.messageMs, without.messageMs),
    memory: grown <= most.grownMb,
    'everybody served': made.every((run) => run.without.isServed && run.beside.isServed),
    'no process ended': made.every(({ isWhole }) => isWhole),
    recovered: again <= mostRecoveryS,
  };
  const missed = Object.entries(bars).flatMap(([bar, isMet]) => (isMet ? [] : [bar]));
  const isMet = missed.length === 0;
  const last = made.at(-1)?.report;
  const row: BenchRow = {
    name: `attack.${name}.ack.p99.ms`,
    value: beside.ackMs,
    unit: 'ms',
    target: '≤ 300 and ≤ 2 × without',
    how: `${count === 0 ? 'nothing sent' : attack}: ${isMet ? 'every bar met' : `missed: ${missed.join(', ')}`}; ack p99 without ${without.ackMs} ms; message p99 ${beside.messageMs}, without ${without.messageMs} ms; memory ${grown} MB above rest; recovered within ${again} s; the server's loop ran ${of((run) => run.beside.share)} of the time it had work, without ${of((run) => run.without.share)}; it used ${of2((run) => run.beside.loopCores)} cores, without ${of2((run) => run.without.loopCores)}, and the engines ${of2((run) => run.beside.engineCores)}, without ${of2((run) => run.without.engineCores)}; last run ${last?.pieces} pieces, ${last?.sentBytes} bytes, ${JSON.stringify(last?.answers)}, ${last?.closed} closed; ack p99 of each run ${made.map(runWords).join(' ')}`,
  };
  return { row, isMet };
}

interface Waits {
  readonly ackMs: number;
  readonly messageMs: number;
}

function waitsOf(stretches: readonly Stretch[]): Waits {
  return {
    ackMs: rounded(p99(stretches.map(({ ackMs }) => ackMs))),
    messageMs: rounded(p99(stretches.map(({ messageMs }) => messageMs))),
  };
}

function p99(waits: readonly Float64Array[]): number {
  return percentile(Float64Array.from(waits.flatMap((each) => [...each])).sort(), 0.99);
}

function runWords({ without, beside }: Run): string {
  return `${rounded(p99([beside.ackMs]), 0)}/${rounded(p99([without.ackMs]), 0)}`;
}

function isWithin(ms: number, withoutMs: number): boolean {
  return ms <= most.ms && ms <= most.times * withoutMs;
}
