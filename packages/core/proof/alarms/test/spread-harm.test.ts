/*
 * One network cannot cause the harm that pauses a campaign: whatever it sends, no campaign is
 * called harmful. Harm shown by many networks is still found.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ArmSums, Comparison } from '../../effect/arm-sums.ts';
import type { Certainty } from '../../effect/confidence-sequence.ts';
import { harmOf } from '../harm.ts';
import { binomials, seededRandom } from '../../test/random.test-support.ts';
import { monteCarloError } from '../../test/simulate.test-support.ts';
import { holdsWithoutEach, spreadHarmOf, together } from '../spread-harm.ts';
import type { NetworkPart } from '../spread-harm.ts';
import { rounds } from '../../../../../test/support/proof-size.test-support.ts';

const certainty: Certainty = { alpha: 0.05, comparisons: 1, horizonVisitors: 20_000 };
const both = ['rate', 'value'] as const;

function arm(visitors: number, conversions: number, each = 10): ArmSums {
  const [valueSum, valueSquareSum] = [conversions * each, conversions * each * each];
  return { visitors, conversions, valueSum, valueSquareSum };
}

function part(network: number | null, treatment: ArmSums, control: ArmSums): NetworkPart {
  return { network, comparison: { treatment, control } };
}

/** This many networks with the same visitors each. */
function alike(networks: number, treatment: ArmSums, control: ArmSums): readonly NetworkPart[] {
  return Array.from({ length: networks }, (_, network) => part(network, treatment, control));
}

test('[F30] 201 fake orders by visitors of one network who saw nothing are no harm that pauses', () => {
  const honest = alike(100, arm(90, 9), arm(10, 1));
  const fake = part(200, arm(0, 0), arm(201, 201));
  assert.equal(harmOf(together([...honest, fake]), certainty)?.measure, 'rate');
  assert.equal(spreadHarmOf([...honest, fake], certainty, both), null);
});

test('[F30] the same orders of many networks are harm that pauses', () => {
  const honest = alike(100, arm(90, 9), arm(10, 1));
  const spread = Array.from({ length: 201 }, (_, at) => part(1000 + at, arm(0, 0), arm(1, 1)));
  assert.equal(spreadHarmOf([...honest, ...spread], certainty, both)?.measure, 'rate');
});

test('[F30] fake orders of high value are no harm to the value either, and trusted senders stay in', () => {
  const honest = alike(100, arm(90, 9), arm(90, 9));
  const fake = part(200, arm(0, 0), arm(50, 5, 100_000));
  assert.equal(spreadHarmOf([...honest, fake], certainty, both), null);
  const believed = part(null, arm(9000, 200), arm(9000, 600));
  assert.equal(spreadHarmOf([believed], certainty, both)?.measure, 'rate');
  const value = alike(100, arm(900, 50, 4), arm(900, 50));
  assert.equal(spreadHarmOf(value, certainty, both)?.measure, 'value');
  assert.equal(spreadHarmOf(value, certainty, ['rate']), null);
});

test('[F30] one network alone proves nothing', () => {
  const one = [part(7, arm(9000, 200), arm(9000, 600))];
  assert.equal(harmOf(together(one), certainty)?.measure, 'rate');
  assert.equal(spreadHarmOf(one, certainty, both), null);
});

test('[F30] [ST8] harm proved with one network’s data is also proved without it, whatever it sends', () => {
  const sums = fc
    .record({ visitors: fc.nat(3000), part: fc.double({ min: 0, max: 1, noNaN: true }) })
    .map(({ visitors, part: share }) => arm(visitors, Math.floor(visitors * share)));
  const sent = fc.record({ treatment: sums, control: sums });
  fc.assert(
    fc.property(sent, sent, sent, (first, second, hostile) => {
      const honest = [
        part(1, first.treatment, first.control),
        part(null, second.treatment, second.control),
      ];
      const all = [...honest, part(3, hostile.treatment, hostile.control)];
      const found = spreadHarmOf(all, certainty, ['rate']);
      if (found !== null) assert.equal(harmOf(together(honest), certainty)?.measure, 'rate');
      assert.ok(holdsWithoutEach(all, () => true));
    }),
  );
});

interface World {
  readonly treatment: number;
  readonly control: number;
  /** What the hostile network adds to control before each look. */
  readonly hostile?: Comparison;
  /** How unequal networks are: the visitors of each are those of a random one to this power. */
  readonly skew: number;
}

const networks = 1024;
const perLook = 500;
const looks = 40;

/**
 * The share of runs that are called at any look, over all visitors and by more than one network.
 */
function play(world: World, runs: number): { readonly whole: number; readonly spread: number } {
  const random = seededRandom(71);
  const converts = {
    treatment: binomials(random, world.treatment),
    control: binomials(random, world.control),
  };
  let [whole, spread] = [0, 0];
  for (let run = 0; run < runs; run++) {
    const parts = new Map<number, { treatment: ArmSums; control: ArmSums }>();
    const add = (network: number, of: 'treatment' | 'control', sums: ArmSums): void => {
      const known = parts.get(network) ?? { treatment: arm(0, 0), control: arm(0, 0) };
      known[of] = arm(known[of].visitors + sums.visitors, known[of].conversions + sums.conversions);
      parts.set(network, known);
    };
    let isWhole = false;
    for (let look = 0; look < looks; look++) {
      for (const side of ['treatment', 'control'] as const) {
        const converted = converts[side](perLook / 2);
        for (let visitor = 0; visitor < perLook / 2; visitor++)
          add(
            Math.floor(random() ** world.skew * networks),
            side,
            arm(1, visitor < converted ? 1 : 0),
          );
      }
      if (world.hostile !== undefined) {
        add(networks, 'treatment', world.hostile.treatment);
        add(networks, 'control', world.hostile.control);
      }
      const all = [...parts].map(([network, comparison]) => ({ network, comparison }));
      isWhole ||= harmOf(together(all), certainty) !== null;
      if (spreadHarmOf(all, certainty, ['rate']) === null) continue;
      spread++;
      break;
    }
    if (isWhole) whole++;
  }
  return { whole: whole / runs, spread: spread / runs };
}

test('[F30] [ST8] a network that sends orders for control as it likes gets at most 5 % of campaigns called', (t) => {
  const runs = rounds({ usual: 8, full: 50 });
  const hostile = { treatment: arm(20, 0), control: arm(20, 20) };
  const { whole, spread } = play({ treatment: 0.05, control: 0.05, hostile, skew: 1 }, runs);
  t.diagnostic(`called by everybody in ${whole}, by more than one network in ${spread} of ${runs}`);
  assert.equal(whole, 1);
  assert.ok(spread <= 0.05 + monteCarloError(5, runs));
});

test('[F30] [ST8] harm shown by many networks is called nearly as often as over all visitors together', (t) => {
  const runs = rounds({ usual: 10, full: 100 });
  for (const skew of [1, 3]) {
    const { whole, spread } = play({ treatment: 0.042, control: 0.055, skew }, runs);
    t.diagnostic(
      `skew ${skew}: called by everybody in ${whole}, by more than one network in ${spread}`,
    );
    assert.ok(spread >= whole - 0.1, `${spread} of ${whole}`);
    assert.ok(spread >= 0.7);
  }
});
