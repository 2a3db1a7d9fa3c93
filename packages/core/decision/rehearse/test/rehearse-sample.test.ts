// Compares intervals from samples with a fully known population.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fingerprint } from '../../../world/fingerprint.ts';
import {
  meanInterval,
  rateInterval,
  shareInterval,
  totalInterval,
  type Interval,
  type Sample,
} from '../rehearse-sample.ts';

interface Person {
  readonly visits: number;
  readonly eligible: number;
  readonly converted: boolean;
  readonly value: number;
}

/** Visitors with one or several visits each. A visitor's visits are correlated. */
function population(many: number, rate: number): readonly Person[] {
  return Array.from({ length: many }, (_, number) => {
    const draw = (what: string): number => (fingerprint(`${what} ${number}`) % 10_000) / 10_000;
    const visits = 1 + Math.floor(3 * draw('visits') ** 3);
    const keen = draw('keen') < rate;
    const eligible = keen ? Math.ceil(visits * draw('some')) : 0;
    const converted = draw('converted') < (keen ? 0.2 : 0.05);
    return { visits, eligible, converted, value: converted ? 20 + 200 * draw('value') : 0 };
  });
}

const total = (people: readonly Person[], of: (person: Person) => number): number =>
  people.reduce((sum, person) => sum + of(person), 0);

function intervals(found: readonly Person[], all: readonly Person[]) {
  const sample: Sample = { looked: found.length, share: found.length / all.length };
  const visits = total(found, (each) => each.visits);
  const eligible = total(found, (each) => each.eligible);
  const eligibleSquares = total(found, (each) => each.eligible ** 2);
  return {
    count: totalInterval(eligible, eligibleSquares, visits / sample.share, sample),
    share: shareInterval(
      {
        of: eligible,
        ofSquares: eligibleSquares,
        in: visits,
        inSquares: total(found, (each) => each.visits ** 2),
        products: total(found, (each) => each.visits * each.eligible),
      },
      sample,
    ),
    rate: rateInterval(found.filter(({ converted }) => converted).length, found.length, sample),
    mean: meanInterval(
      total(found, (each) => each.value),
      total(found, (each) => each.value ** 2),
      found.length,
      sample,
    ) ?? { low: -Infinity, high: Infinity },
  };
}

/** All numbers below `size`, shuffled differently for each run. */
function inRandomOrder(run: number, size: number): readonly number[] {
  return Array.from(
    { length: size },
    (_, number) => [fingerprint(`${run} ${number}`), number] as const,
  )
    .toSorted(([one], [other]) => one - other)
    .map(([, number]) => number);
}

test('[V10] intervals contain the truth for 95 of 100 samples, for small, large, rare and common', () => {
  const runs = 250;
  const size = 3000;
  const drawn = Array.from({ length: runs }, (_, run) => inRandomOrder(run, size));
  for (const rate of [0.02, 0.3, 0.8]) {
    const all = population(size, rate);
    const visits = total(all, (each) => each.visits);
    const truth = {
      count: total(all, (each) => each.eligible),
      share: total(all, (each) => each.eligible) / visits,
      rate: all.filter(({ converted }) => converted).length / all.length,
      mean: total(all, (each) => each.value) / all.length,
    };
    for (const many of [300, 1500]) {
      const held = { count: 0, share: 0, rate: 0, mean: 0 };
      for (const numbers of drawn) {
        const sample = numbers.slice(0, many).flatMap((number) => all[number] ?? []);
        const said = intervals(sample, all);
        for (const name of ['count', 'share', 'rate', 'mean'] as const) {
          const { low, high } = said[name];
          if (low <= truth[name] && truth[name] <= high) held[name]++;
        }
      }
      for (const [name, times] of Object.entries(held))
        assert.ok(times / runs >= 0.91, `${name} at ${rate} of ${many}: ${times / runs}`);
    }
  }
});

test('[V10] a complete sample gives intervals without width, one that found nothing does not', () => {
  const all = population(500, 0.3);
  const { count, share, rate } = intervals(all, all);
  for (const { low, high } of [count, share, rate]) assert.ok(high - low < 1e-9);
  const none = (interval: Interval): void => assert.ok(interval.low === 0 && interval.high > 0);
  const sample = { looked: 100, share: 0.01 };
  none(totalInterval(0, 0, 15_000, sample));
  none(rateInterval(0, 100, sample));
  none(shareInterval({ of: 0, ofSquares: 0, in: 150, inSquares: 300, products: 0 }, sample));
  assert.ok(totalInterval(0, 0, 15_000, sample).high < 15_000 * 0.05);
});
