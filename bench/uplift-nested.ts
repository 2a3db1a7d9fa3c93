// Uplift with settings chosen again in each ordering, from its first 20,000 arrivals alone, before
// any arrival of its test part. The rows `uplift.*` use the product's settings, so the difference
// shows what choosing them on these data was worth. Features, other priors and exploration stay
// fixed, because they were not chosen on these data.
import { dataFile, sayAbsent } from './data-files.ts';
import type { BenchRow } from './row.ts';
import { mailArrivals } from './uplift-hillstrom.ts';
import type { Mail, MailArrival } from './uplift-hillstrom.ts';
import { capacityRows, mean, row, spreadOf } from './uplift-measures.ts';
import { LEARN_FIRST, orderOf, replay, train } from './uplift-replay.ts';
import type { MailSettings, Replay, Training } from './uplift-replay.ts';

const FILE = 'hillstrom.csv.gz';
const ORDERINGS = 20;

/**
 * The start of the choice: the settings of an earlier prototype, with undamped draws and a third of
 * the room's own step.
 */
const begun: MailSettings = { rule: 'response', interaction: 0.03, damping: 1, step: 0.01 };

/** Alternatives for a setting, and the loss that compares them. Lower is better. */
interface Kind {
  readonly changes: readonly Partial<MailSettings>[];
  loss(training: Training): number;
}

const mostLift = ({ lift }: Training): number => -lift;
/** In turn, each with the best of those before. */
const tried: readonly Kind[] = [
  { changes: [{ rule: 'offered' }, { rule: 'unsent' }], loss: mostLift },
  { changes: [0.1, 0.01, 0.003, 0.001].map((interaction) => ({ interaction })), loss: mostLift },
  { changes: [0.5, 0.25, 0.1, 0].map((damping) => ({ damping })), loss: mostLift },
  { changes: [0.003, 0.03, 0.1].map((step) => ({ step })), loss: ({ worstError }) => worstError },
];

/** The figures `uplift.*.nested.*`. They take some minutes of one core. */
export async function* upliftNestedRows(orderings: number = ORDERINGS): AsyncIterable<BenchRow> {
  const file = dataFile(FILE);
  if (file === null) {
    sayAbsent(FILE, ['uplift.womens.nested.*', 'uplift.mens.nested.*']);
    return;
  }
  const womens = await play(file, 'Womens E-Mail', orderings);
  yield liftRow(womens);
  yield comparison('uplift.womens.nested.vs_response', womens, '≥ +0.012');
  const nested = womens.map((each) => each.nested);
  yield* capacityRows('uplift.womens.nested.capacity_error', nested);
  const mens = await play(file, 'Mens E-Mail', orderings);
  yield comparison('uplift.mens.nested.vs_response', mens, '≥ −0.005');
}

/**
 * One ordering, played with the settings chosen on its training part, with ranking by response, and
 * with the product's settings.
 */
interface Played {
  readonly chosen: MailSettings;
  readonly nested: Replay;
  readonly product: Replay;
  readonly response: Replay;
}

async function play(file: string, mail: Mail, orderings: number): Promise<readonly Played[]> {
  const arrivals = mailArrivals(file, mail);
  const played: Played[] = [];
  for (let seed = 1; seed <= orderings; seed++) {
    const order = orderOf(arrivals, seed);
    const chosen = best(order.slice(0, LEARN_FIRST), seed);
    played.push({
      chosen,
      nested: replay(order, seed, 'policy', chosen),
      product: replay(order, seed, 'policy'),
      response: replay(order, seed, 'response', chosen),
    });
    await new Promise((resume) => setImmediate(resume));
  }
  return played;
}

/** The settings with the lowest loss, chosen one kind after the other. */
function best(training: readonly MailArrival[], seed: number): MailSettings {
  let chosen = { settings: begun, came: train(training, seed, begun) };
  for (const { changes, loss } of tried)
    for (const change of changes) {
      const settings = { ...chosen.settings, ...change };
      const came = train(training, seed, settings);
      if (loss(came) < loss(chosen.came)) chosen = { settings, came };
    }
  return chosen.settings;
}

const SET_UP =
  'as uplift.womens.lift, with settings chosen in each ordering from the first 20,000 arrivals alone: the ' +
  'first rule, the prior variance of a feature’s effect on the gain, and damping by doubly robust scores ' +
  'of what was admitted while learning, the step of the mail room by its worst thousand arrivals';

function liftRow(played: readonly Played[]): BenchRow {
  const lifts = played.map(({ nested }) => nested.lift);
  const how = `${SET_UP}; ${spreadOf(lifts)}; ${againstProduct(played)}`;
  return row('uplift.womens.nested.lift', mean(lifts), '≥ 0.068', how);
}

function comparison(name: string, played: readonly Played[], target: string): BenchRow {
  const gained = played.map(({ nested, response }) => nested.lift - response.lift);
  const how = `${SET_UP}; paired, minus ranking by the probability of a visit, regardless of the mail, with the same model and room; ${spreadOf(gained)}; ${againstProduct(played)}`;
  return row(name, mean(gained), target, how);
}

/**
 * How far the product's settings are ahead in the same test parts, and how often each setting was
 * chosen.
 */
function againstProduct(played: readonly Played[]): string {
  const ahead = played.map(({ nested, product }) => product.lift - nested.lift);
  const often = (name: keyof MailSettings): string => {
    const all = played.map(({ chosen }) => String(chosen[name])).toSorted();
    const kinds = [...new Set(all)];
    const times = kinds.map((kind) => `${kind} ${all.filter((each) => each === kind).length} ×`);
    return `${name} ${times.join(', ')}`;
  };
  const chosen = (['rule', 'interaction', 'damping', 'step'] as const).map(often).join('; ');
  return `the product's settings ahead by ${mean(ahead).toFixed(5)} (${spreadOf(ahead)}); chosen: ${chosen}`;
}

if (import.meta.main) {
  const orderings = Number(process.argv[2] ?? ORDERINGS);
  for await (const each of upliftNestedRows(orderings))
    process.stdout.write(`${JSON.stringify(each)}\n`);
}
