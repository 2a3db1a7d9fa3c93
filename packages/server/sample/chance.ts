// Chance and ids from a seed: the same seed draws the same shop. Not for secrets.
import type { Ids, Random } from '@opportune/core/world/world.ts';

export type OneOf<T> = readonly [T, ...T[]];

export interface Chance extends Random {
  readonly ids: Ids;
  /** True with this probability. */
  is(probability: number): boolean;
  /** Uniform between two numbers. */
  between(least: number, most: number): number;
  /** Of a log-normal distribution with this median and this spread. */
  around(median: number, spread: number): number;
  pick<T>(list: OneOf<T>): T;
  /** One of the entries, in proportion to its weight. */
  weighed<T>(list: OneOf<readonly [T, number]>): T;
  /** Another source, which depends on the seed and the name alone. */
  of(name: string): Chance;
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-';
const idLength = 22;

export function chanceOf(seed: string): Chance {
  const next = generator(hashOf(seed));
  const letter = (): string => letters.charAt(Math.floor(next() * letters.length));
  return {
    next,
    ids: { next: () => `s${Array.from({ length: idLength - 1 }, letter).join('')}` },
    is: (probability) => next() < probability,
    between: (least, most) => least + next() * (most - least),
    around: (median, spread) => median * Math.exp(spread * normal(next)),
    pick: (list) => list[Math.floor(next() * list.length)] ?? list[0],
    weighed: (list) => weighedAt(next(), list),
    of: (name) => chanceOf(`${seed} ${name}`),
  };
}

/** `share`: of the sum of the weights, from 0 up to 1. */
function weighedAt<T>(share: number, list: OneOf<readonly [T, number]>): T {
  let left = share * list.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [value, weight] of list) {
    left -= weight;
    if (left < 0) return value;
  }
  return list[0][0];
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** Mulberry32. */
function generator(from: number): () => number {
  let state = from;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The Box–Muller transform. */
function normal(next: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}
