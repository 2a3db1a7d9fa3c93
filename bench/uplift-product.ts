/*
 * The product's own path in the simulated shop (bench/shop-world/product.ts): events through the
 * engine of one visitor, a campaign whose moment is the manager's rule, and the server's policy
 * with the product's features. Compares it in each world with the best rule on the same visitors.
 */
import type { BenchRow } from './row.ts';
import { playProduct } from './shop-world/product.ts';
import { playRules } from './shop-world/rules.ts';
import { drawStream } from './shop-world/stream.ts';
import { tunedFor } from './shop-world/tuned.ts';
import { worlds } from './shop-world/worlds.ts';

const visitors = 150_000;
const learnFrom = 100_000;
const firstSeed = 301;
const names: readonly string[] = ['steady', 'moments'];

/** The figure `uplift.shop.product`: the mean over some worlds and this many seeds of each. */
export async function* productRows(seeds = 2, of = names): AsyncIterable<BenchRow> {
  const ratios: number[] = [];
  for (const world of worlds.filter(({ name }) => of.includes(name))) {
    for (let seed = firstSeed; seed < firstSeed + seeds; seed++) {
      const stream = drawStream(world, visitors, seed);
      const { rules } = tunedFor(world);
      const [rule] = rules;
      if (rule === undefined) continue;
      const played = playProduct(stream, rule, { measuredFrom: learnFrom, seed });
      ratios.push(played.value / playRules(stream, rules, learnFrom).value);
      await new Promise((resume) => setImmediate(resume));
    }
  }
  const mean = ratios.reduce((sum, each) => sum + each, 0) / ratios.length;
  const each = ratios.map((ratio) => ratio.toFixed(3)).join(', ');
  const how = `${seeds} seeds in each of ${of.join(' and ')}: ${each}; the last ${visitors - learnFrom} of ${visitors} visitors`;
  yield {
    name: 'uplift.shop.product',
    value: Number(mean.toFixed(4)),
    unit: 'ratio',
    target: '',
    how,
  };
}

/**
 * `node bench/uplift-product.ts 1 baskets`: the number of seeds, then worlds. Each play takes about
 * ten minutes of a core.
 */
if (import.meta.main) {
  const [seeds = '2', ...of] = process.argv.slice(2);
  const rows = productRows(Number(seeds), of.length === 0 ? names : of);
  for await (const each of rows) process.stdout.write(`${JSON.stringify(each)}\n`);
}
