// The features of a moment in the simulated shop that a learner reads: facts that a policy may
// know, roughly standardised, as the priors of the gain model expect. They reveal nothing hidden.
import type { Stream } from './stream.ts';
import { section, source } from './world.ts';

export const FEATURES = 21;

/** Writes the features of a moment into `row`. */
export function writeFeatures({ moments, visitors }: Stream, at: number, row: Float64Array): void {
  const visitor = moments.visitor[at] ?? 0;
  const score = ((moments.score[at] ?? 0) - 35) / 25;
  const where = moments.section[at] ?? 0;
  const dwell = moments.dwell[at] ?? 0;
  const from = visitors.source[visitor] ?? 0;
  const cart = moments.cart[at] ?? 0;
  row[0] = score;
  row[1] = score * score - 0.9;
  row[2] = (visitors.mobile[visitor] ?? 0) - 0.55;
  row[3] = (visitors.returning[visitor] ?? 0) - 0.4;
  row[4] = flag(from === source.advertisement) - 0.23;
  row[5] = flag(from === source.search) - 0.35;
  row[6] = flag(from === source.mail) - 0.12;
  row[7] = Math.log(visitors.price[visitor] ?? 1);
  row[8] = Math.min(3, moments.searches[at] ?? 0) - 0.5;
  row[9] = Math.min(3, moments.compares[at] ?? 0) - 0.5;
  row[10] = flag((moments.errors[at] ?? 0) > 0) - 0.1;
  row[11] = flag(cart > 0) - 0.15;
  row[12] = cart === 0 ? 0 : Math.log(cart / 50);
  row[13] = flag(where === section.product) - 0.5;
  row[14] = flag(where === section.help) - 0.05;
  row[15] = flag(where === section.checkout) - 0.05;
  row[16] = flag(where === section.cart) - 0.05;
  row[17] = flag(dwell >= 15) - 0.7;
  row[18] = flag(dwell >= 60) - 0.2;
  row[19] = flag((moments.traces[at] ?? 0) > 0) - 0.4;
  row[20] = Math.log(moments.pages[at] ?? 1) - 1.5;
}

function flag(holds: boolean): number {
  return holds ? 1 : 0;
}
