/*
 * How often a campaign of the simulated shop claims a gain if a chat changes nothing. It plays no
 * policy: in that world nothing changes an order, so arms and orders alone determine what the
 * results page claims. Arms are drawn at random, which has the same distribution as the hashes.
 */
import { EMPTY_ARM } from '@opportune/core/proof/effect/arm-sums.ts';
import type { ArmSums } from '@opportune/core/proof/effect/arm-sums.ts';
import type { Certainty } from '@opportune/core/proof/effect/confidence-sequence.ts';
import { rateEffect, valueEffect } from '@opportune/core/proof/effect/effect.ts';
import type { Effect } from '@opportune/core/proof/effect/effect.ts';
import { binomialUpper } from '@opportune/core/proof/test/binomial.test-support.ts';
import { seededRandom } from '@opportune/core/proof/test/random.test-support.ts';
import { armPairs, pairCertainty } from '@opportune/server/report/results/arm-comparisons.ts';
import { rounded } from './row.ts';
import type { BenchRow } from './row.ts';
import { drawVisitors } from './shop-world/stream.ts';
import type { Visitors } from './shop-world/stream.ts';
import type { World } from './shop-world/world.ts';
import { worlds } from './shop-world/worlds.ts';

const CAMPAIGNS = 4_000;
const VISITORS = 40_000;
const EVERY = 500;
const FIRST_SEED = 20_000;
/** The seed of orders that only set the cap of values before a period. */
const CAP_SEED = 19_999;
/** The share of non-control visitors in the arm *always*, as in a new campaign. */
const ALWAYS = 0.5;
const SHARES = { control: 0.1, treatment: 0.9 * ALWAYS, optimise: 0.9 * (1 - ALWAYS) };
const WHOLE: Certainty = { alpha: 0.05, comparisons: 1, horizonVisitors: VISITORS };

/**
 * `always`: all others against control. `optimise`: any of three comparisons. Each by rate and by
 * value.
 */
type Claim = 'always' | 'always.value' | 'optimise' | 'optimise.value';
type Claims = Record<Claim, number>;

/** The figure `uplift.shop.nogain.false_claims`. It takes three minutes of one core. */
export async function* noGainRows(campaigns: number): AsyncIterable<BenchRow> {
  for (const world of worlds.filter(({ kind }) => kind === 'none'))
    yield rowOf(await claimsIn(world, campaigns), campaigns);
}

function rowOf(claims: Claims, campaigns: number): BenchRow {
  const said = (claim: Claim): string =>
    `${claims[claim]} (at most ${rounded(binomialUpper(claims[claim], campaigns, 0.05), 4)})`;
  const most = Math.max(claims.always, claims.optimise);
  const how = `${campaigns} campaigns, each a seed, of ${VISITORS} visitors, 10 % control, a look every ${EVERY} visitors, by the results' intervals; claims by rate: ${said('always')} if the campaign always offers, ${said('optimise')} if it optimises (any of its three comparisons); claims by value: ${said('always.value')}, ${said('optimise.value')}; in brackets the upper end of the share, one-sided 95 % (Clopper and Pearson); the figure is the greater of the first two`;
  return {
    name: 'uplift.shop.nogain.false_claims',
    value: rounded(most / campaigns, 4),
    unit: 'share',
    target: '≤ 0.05',
    how,
  };
}

async function claimsIn(world: World, campaigns: number): Promise<Claims> {
  const claims: Claims = { always: 0, 'always.value': 0, optimise: 0, 'optimise.value': 0 };
  const cap = capOf(world);
  for (let at = 0; at < campaigns; at++) {
    const seed = FIRST_SEED + at;
    for (const claim of claimed(drawVisitors(world, VISITORS, seed), cap, seededRandom(-seed)))
      claims[claim]++;
    if (at % 10 === 9) await new Promise((resume) => setImmediate(resume));
  }
  return claims;
}

function capOf(world: World): number {
  const values = drawVisitors(world, VISITORS, CAP_SEED).value.toSorted();
  return values[Math.floor(0.95 * values.length)] ?? 0;
}

type Arm = keyof typeof SHARES;

/** What one campaign claims at any look. */
function claimed(visitors: Visitors, cap: number, random: () => number): ReadonlySet<Claim> {
  const arms: Record<Arm, ArmSums> = {
    control: EMPTY_ARM,
    treatment: EMPTY_ARM,
    optimise: EMPTY_ARM,
  };
  const found = new Set<Claim>();
  for (let at = 0; at < VISITORS; at++) {
    const arm =
      visitors.control[at] === 1 ? 'control' : random() < ALWAYS ? 'treatment' : 'optimise';
    const ordered = (visitors.luck[at] ?? 1) < (visitors.chance[at] ?? 0);
    arms[arm] = joined(arms[arm], ordered ? Math.min(cap, visitors.value[at] ?? 0) : null);
    if (at % EVERY === EVERY - 1) look(arms, found);
  }
  return found;
}

function look(arms: Readonly<Record<Arm, ArmSums>>, found: Set<Claim>): void {
  const others = { treatment: added(arms.treatment, arms.optimise), control: arms.control };
  if (isGain(rateEffect(others, WHOLE))) found.add('always');
  if (isGain(valueEffect(others, WHOLE))) found.add('always.value');
  for (const { of, against } of armPairs) {
    const certainty = pairCertainty(SHARES, WHOLE, of, against);
    const pair = { treatment: arms[of], control: arms[against] };
    if (isGain(rateEffect(pair, certainty))) found.add('optimise');
    if (isGain(valueEffect(pair, certainty))) found.add('optimise.value');
  }
}

function isGain(effect: Effect): boolean {
  return effect.type === 'interval' && effect.finding === 'gain';
}

/** The arm with one more visitor, who ordered for this value. Null: no order. */
function joined(arm: ArmSums, value: number | null): ArmSums {
  const one = { visitors: 1, conversions: value === null ? 0 : 1, valueSum: value ?? 0 };
  return added(arm, { ...one, valueSquareSum: (value ?? 0) ** 2 });
}

function added(one: ArmSums, other: ArmSums): ArmSums {
  return {
    visitors: one.visitors + other.visitors,
    conversions: one.conversions + other.conversions,
    valueSum: one.valueSum + other.valueSum,
    valueSquareSum: one.valueSquareSum + other.valueSquareSum,
  };
}

if (import.meta.main) {
  const campaigns = Number(process.argv[2] ?? CAMPAIGNS);
  for await (const each of noGainRows(campaigns)) process.stdout.write(`${JSON.stringify(each)}\n`);
}
