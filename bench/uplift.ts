// Whether it pays to learn who gains, on a real randomised test: Hillstrom's mails, replayed in
// random orders before the product's policy. Compares the policy with ranking by response, on the
// same orders with the same draws. Also measures how long a decision and a lesson take. The
// simulated shop is another part.
import { dataFile, sayAbsent } from './data-files.ts';
import type { BenchRow } from './row.ts';
import { mailArrivals } from './uplift-hillstrom.ts';
import type { Mail } from './uplift-hillstrom.ts';
import { capacityRows, mean, row, spreadOf } from './uplift-measures.ts';
import { orderOf, replay } from './uplift-replay.ts';
import type { Contender, Replay } from './uplift-replay.ts';
import { upliftSpeedRows } from './uplift-speed.ts';

const FILE = 'hillstrom.csv.gz';
const ORDERINGS = 20;

/**
 * The figures `uplift.womens.*`, `uplift.mens.*` and the policy's speed. They take about a minute
 * of one core.
 */
export async function* upliftRows(orderings: number = ORDERINGS): AsyncIterable<BenchRow> {
  yield* upliftSpeedRows();
  const file = dataFile(FILE);
  if (file === null) {
    sayAbsent(FILE, ['uplift.womens.*', 'uplift.mens.*']);
    return;
  }
  const womens = await play(file, 'Womens E-Mail', orderings);
  yield* liftRows(womens);
  yield* comparisonRows('womens', womens, '≥ +0.012');
  yield* capacityRows('uplift.womens.capacity_error', womens.policy);
  yield* comparisonRows('mens', await play(file, 'Mens E-Mail', orderings), '≥ −0.005');
}

type Played = Readonly<Record<Contender, readonly Replay[]>>;

async function play(file: string, mail: Mail, orderings: number): Promise<Played> {
  const arrivals = mailArrivals(file, mail);
  const played: Record<Contender, Replay[]> = { policy: [], response: [], offered: [] };
  for (let seed = 1; seed <= orderings; seed++) {
    const order = orderOf(arrivals, seed);
    for (const contender of ['policy', 'response', 'offered'] as const)
      played[contender].push(replay(order, seed, contender));
    await new Promise((resume) => setImmediate(resume));
  }
  return played;
}

const SET_UP =
  'Hillstrom, visit, mail against none (half each, at random), 30 % capacity, kept by a price; the ' +
  'policy of the product decides each arrival (engagement-policy.ts, an engagement that works by ' +
  'being shown, exploration 2 % once it decides by gains), then learns the outcome of the random arm ' +
  '(probability 0.5); lift = visit rate of the mailed minus that of the others among those admitted ' +
  'after 20,000 arrivals; half of the random orders are the other half backwards; damping was chosen on ' +
  'Mens against Womens, the first rule on Mens against none; uplift.*.nested.* chooses both and more on training parts alone';

function* liftRows({ policy }: Played): Iterable<BenchRow> {
  const lifts = policy.map(({ lift }) => lift);
  const onUplift = policy.filter((each) => each.onUplift).length;
  const how = `${SET_UP}; ${spreadOf(lifts)}; decided by gains at the end in ${onUplift}`;
  yield row('uplift.womens.lift', mean(lifts), '≥ 0.068', how);
}

function* comparisonRows(mail: string, played: Played, target: string): Iterable<BenchRow> {
  yield comparison(`uplift.${mail}.vs_response`, played, 'response', target);
  yield comparison(`uplift.${mail}.vs_offered`, played, 'offered', '');
}

function comparison(
  name: string,
  played: Played,
  against: 'response' | 'offered',
  target: string,
): BenchRow {
  const gained = played.policy.map(({ lift }, at) => lift - (played[against][at]?.lift ?? NaN));
  const other = mean(played[against].map(({ lift }) => lift));
  const what =
    against === 'response'
      ? 'ranking by the probability of a visit, regardless of the mail'
      : 'ranking by the probability of a visit after the mail, which is the first rule of the policy';
  const how = `paired, minus ${what} (lift ${other.toFixed(4)}), as uplift.womens.lift; ${spreadOf(gained)}`;
  return row(name, mean(gained), target, how);
}

if (import.meta.main) {
  const orderings = Number(process.argv[2] ?? ORDERINGS);
  for await (const each of upliftRows(orderings)) process.stdout.write(`${JSON.stringify(each)}\n`);
}
