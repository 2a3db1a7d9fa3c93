// Draws the visits of a simulated shop and everything that a policy could cause: the probability of
// an order, the gain of a chat at each moment, who would accept, and how long a chat takes. Every
// policy is played on the same draws. It plays nothing itself.
import { normals, seededRandom } from '@opportune/core/proof/test/random.test-support.ts';
import { drawVisit } from './visit.ts';
import { HOURS_A_DAY, source } from './world.ts';
import type { World } from './world.ts';

/** What is fixed for a visit. One entry per visitor, in order of arrival. */
export interface Visitors {
  readonly arrival: Float64Array;
  readonly hour: Uint8Array;
  readonly mobile: Uint8Array;
  readonly returning: Uint8Array;
  readonly source: Uint8Array;
  readonly price: Float32Array;
  readonly control: Uint8Array;
  /** The probability of an order without any chat. */
  readonly chance: Float32Array;
  /** The uniform number that decides whether the visit ends in an order. */
  readonly luck: Float32Array;
  /** The uniform number that decides whether an invitation is accepted. */
  readonly assent: Float32Array;
  readonly delay: Float32Array;
  /** The seconds that a chat would take, and the mean of their distribution. */
  readonly handle: Float32Array;
  readonly handleMean: Float32Array;
  readonly patience: Float32Array;
  /** The value of an order. */
  readonly value: Float32Array;
}

/** One entry per moment, in order of time. */
export interface Moments {
  readonly at: Float64Array;
  readonly visitor: Uint32Array;
  readonly section: Uint8Array;
  readonly dwell: Uint8Array;
  readonly age: Uint16Array;
  readonly pages: Uint8Array;
  readonly score: Uint8Array;
  readonly cart: Uint16Array;
  readonly errors: Uint8Array;
  readonly searches: Uint8Array;
  readonly compares: Uint8Array;
  readonly traces: Uint8Array;
  readonly skill: Uint8Array;
  /** What a chat that starts now adds to the probability of an order. */
  readonly gain: Float32Array;
  /** How good the moment is, 0 to 1. */
  readonly height: Float32Array;
  /** The probability that an invitation is accepted now. */
  readonly accept: Float32Array;
}

export interface Stream {
  readonly world: World;
  readonly visitors: Visitors;
  readonly moments: Moments;
  /** Seconds of opening hours. */
  readonly lengthS: number;
}

/** The initial room for moments, per visitor. */
const ROOM = 14;

/** Draws this many visits. The same world and seed give the same stream. */
export function drawStream(world: World, count: number, seed: number): Stream {
  const random = seededRandom(seed);
  const normal = normals(random);
  const visitors = newVisitors(count);
  const drawn = newMoments(count * ROOM);
  let used = 0;
  let now = 0;
  for (let at = 0; at < count; at++) {
    now = nextArrival(world, now, random);
    visitors.arrival[at] = now;
    visitors.hour[at] = hourOf(now);
    const person = drawPerson(world, visitors, at, random, normal);
    used = drawVisit(
      { world, visitors, moments: drawn, visitor: at, random, normal },
      person,
      used,
    );
  }
  return { world, visitors, moments: inOrderOfTime(drawn, used), lengthS: now };
}

/**
 * Visitors alone, without their moments. Enough if nothing that a policy does changes an order.
 * They have the same distribution as those of `drawStream`, but other values.
 */
export function drawVisitors(world: World, count: number, seed: number): Visitors {
  const random = seededRandom(seed);
  const normal = normals(random);
  const visitors = newVisitors(count);
  for (let at = 0; at < count; at++) drawPerson(world, visitors, at, random, normal);
  return visitors;
}

/** Hidden traits. Each is roughly standard normal. */
export interface Person {
  readonly inclination: number;
  readonly need: number;
}

/** A Poisson process by thinning: P. Lewis and G. Shedler (1979). */
function nextArrival(world: World, from: number, random: () => number): number {
  const most = Math.max(...world.hourShape) * 1.2;
  let now = from;
  for (;;) {
    now -= (Math.log(1 - random()) * 3600) / (world.visitsPerHour * most);
    if (random() * most < (world.hourShape[hourOf(now)] ?? 1) * dayFactor(now)) return now;
  }
}

function hourOf(now: number): number {
  return Math.floor(now / 3600) % HOURS_A_DAY;
}

/** Quieter in the middle of the week, busier at its end. */
function dayFactor(now: number): number {
  const day = Math.floor(now / (3600 * HOURS_A_DAY)) % 7;
  return [1, 0.95, 0.9, 0.95, 1, 1.15, 1.05][day] ?? 1;
}

function drawPerson(
  world: World,
  into: Visitors,
  at: number,
  random: () => number,
  normal: () => number,
): Person {
  const mobile = random() < 0.55 ? 1 : 0;
  const returning = random() < 0.35 ? 1 : 0;
  const from = drawSource(random());
  const need = normal();
  const lift = 0.35 * returning + (from === source.mail ? 0.3 : 0) - 0.15;
  const inclination = normal() + lift;
  const price = Math.exp(0.6 * normal() - 0.18);
  const mean = world.handle.minutes * 60 * handleFactor(world, mobile, need);
  into.mobile[at] = mobile;
  into.returning[at] = returning;
  into.source[at] = from;
  into.price[at] = price;
  into.control[at] = random() < 0.1 ? 1 : 0;
  into.chance[at] = 1 / (1 + Math.exp(3.7 - 1.2 * inclination));
  into.luck[at] = random();
  into.assent[at] = random();
  into.delay[at] = 3 + 12 * random();
  into.handleMean[at] = mean;
  into.handle[at] = mean * Math.exp(world.handle.spread * normal() - world.handle.spread ** 2 / 2);
  into.patience[at] = -world.patienceSeconds * Math.log(1 - random());
  into.value[at] = world.orderValue * price ** world.priceExponent;
  return { inclination, need };
}

/** A visitor's factor on the handle time. Its mean over all visitors is about 1. */
function handleFactor(world: World, mobile: number, need: number): number {
  const { mobile: onMobile, need: byNeed } = world.handle;
  return Math.exp(onMobile * (mobile - 0.55) + byNeed * need - byNeed ** 2 / 2);
}

function drawSource(uniform: number): number {
  if (uniform < 0.3) return source.direct;
  if (uniform < 0.65) return source.search;
  return uniform < 0.88 ? source.advertisement : source.mail;
}

function newVisitors(count: number): Visitors {
  const small = () => new Uint8Array(count);
  const real = () => new Float32Array(count);
  return {
    arrival: new Float64Array(count),
    hour: small(),
    mobile: small(),
    returning: small(),
    source: small(),
    price: real(),
    control: small(),
    chance: real(),
    luck: real(),
    assent: real(),
    delay: real(),
    handle: real(),
    handleMean: real(),
    patience: real(),
    value: real(),
  };
}

function newMoments(count: number): Moments {
  const small = () => new Uint8Array(count);
  const real = () => new Float32Array(count);
  return {
    at: new Float64Array(count),
    visitor: new Uint32Array(count),
    section: small(),
    dwell: small(),
    age: new Uint16Array(count),
    pages: small(),
    score: small(),
    cart: new Uint16Array(count),
    errors: small(),
    searches: small(),
    compares: small(),
    traces: small(),
    skill: small(),
    gain: real(),
    height: real(),
    accept: real(),
  };
}

/**
 * Sorted by time in tenths of a second, then by order of drawing. Both fit into one exact number.
 */
function inOrderOfTime(drawn: Moments, used: number): Moments {
  const keys = new Float64Array(used);
  const base = 2 ** 24;
  for (let at = 0; at < used; at++) keys[at] = Math.floor((drawn.at[at] ?? 0) * 10) * base + at;
  keys.sort();
  const order = Uint32Array.from(keys, (key) => key % base);
  const sorted = newMoments(used);
  for (const name of Object.keys(sorted)) permute(drawn, sorted, name, order);
  return sorted;
}

function permute(from: Moments, to: Moments, name: string, order: Uint32Array): void {
  if (!isColumn(from, name)) return;
  const source = from[name];
  const target = to[name];
  for (let at = 0; at < order.length; at++) target[at] = source[order[at] ?? 0] ?? 0;
}

function isColumn(moments: Moments, name: string): name is keyof Moments {
  return name in moments;
}
