/*
 * Random numbers for the proof's simulations: one small seeded generator, and the few distributions
 * they draw from. A simulation that fails fails again with the same seed. Not for products.
 */

/**
 * Numbers from 0 to below 1, the same for the same seed. sfc32 by Chris Doty-Humphrey (PractRand).
 */
export function seededRandom(seed: number): () => number {
  let a = seed | 0;
  let b = 0x9e3779b9 | 0;
  let c = 0x243f6a88;
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4_294_967_296;
  };
  for (let warmUp = 0; warmUp < 16; warmUp++) next();
  return next;
}

/** Standard normal draws, by G. Box and M. Muller. */
export function normals(random: () => number): () => number {
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** How many of `trials` succeed. Exact, by tables that are filled on first use. */
export function binomials(random: () => number, chance: number): (trials: number) => number {
  const tables = new Map<number, Float64Array>();
  return (trials) => {
    let table = tables.get(trials);
    if (table === undefined) {
      table = cumulativeBinomial(trials, chance);
      tables.set(trials, table);
    }
    return firstAbove(table, random());
  };
}

/** P(at most i successes) for i from 0 to trials. */
function cumulativeBinomial(trials: number, chance: number): Float64Array {
  const table = new Float64Array(trials + 1);
  const logOdds = Math.log(chance) - Math.log1p(-chance);
  let logMass = trials * Math.log1p(-chance);
  let sum = 0;
  for (let i = 0; i <= trials; i++) {
    sum += Math.exp(logMass);
    table[i] = sum;
    logMass += Math.log((trials - i) / (i + 1)) + logOdds;
  }
  table[trials] = 1;
  return table;
}

function firstAbove(table: Float64Array, drawn: number): number {
  let low = 0;
  let high = table.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((table[middle] ?? 1) > drawn) high = middle;
    else low = middle + 1;
  }
  return low;
}
