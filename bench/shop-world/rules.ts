// The rules that a campaign manager could write for a simulated shop, and the best of them. Each
// rule is played with the queue, on streams of other seeds than the measured ones.
import { Floor, settle } from './floor.ts';
import type { Played } from './floor.ts';
import type { Moments, Stream } from './stream.ts';
import { DWELLS, section } from './world.ts';

/** Invite if all of these hold. */
export interface Rule {
  readonly score: number;
  readonly dwell: number;
  readonly sections: readonly number[];
  readonly cart: number;
  readonly age: number;
  readonly error: boolean;
}

const anywhere = Object.values(section);
const scores = [0, 10, 20, 30, 40, 50, 60, 70, 80, 90];
const sectionChoices: readonly (readonly number[])[] = [
  anywhere,
  [section.product],
  [section.category, section.product],
  [section.product, section.cart],
  [section.cart, section.checkout],
  [section.checkout],
  [section.help],
];
const carts = [0, 1, 50, 120];
const ages = [0, 30, 90, 240];

/** All rules of the family: 8,960. */
export function ruleFamily(): readonly Rule[] {
  const found: Rule[] = [];
  for (const score of scores)
    for (const dwell of DWELLS)
      for (const sections of sectionChoices)
        for (const cart of carts)
          for (const age of ages)
            for (const error of [false, true])
              found.push({ score, dwell, sections, cart, age, error });
  return found;
}

/** One bit per moment. */
export type Bits = Uint32Array;

/** For each condition of the rules, where it holds. Computed once for a stream. */
export class RuleBits {
  readonly #moments: Moments;
  readonly #invitable: readonly Bits[];
  readonly #known = new Map<string, Bits>();

  constructor({ moments, visitors, world }: Stream, withControl = false) {
    this.#moments = moments;
    this.#invitable = world.agents.map((_, skill) =>
      bitsWhere(
        moments,
        (at) =>
          moments.skill[at] === skill &&
          (withControl || visitors.control[moments.visitor[at] ?? 0] === 0),
      ),
    );
  }

  /** The moments of a skill at which the rule holds, without control. */
  of(rule: Rule, skill: number): Bits {
    const { moments, all } = {
      moments: this.#moments,
      all: Uint32Array.from(this.#invitable[skill] ?? []),
    };
    this.#keep(
      all,
      rule.score > 0,
      `score ${rule.score}`,
      (at) => (moments.score[at] ?? 0) >= rule.score,
    );
    this.#keep(
      all,
      rule.dwell > 0,
      `dwell ${rule.dwell}`,
      (at) => (moments.dwell[at] ?? 0) >= rule.dwell,
    );
    this.#keep(
      all,
      rule.cart > 0,
      `cart ${rule.cart}`,
      (at) => (moments.cart[at] ?? 0) >= rule.cart,
    );
    this.#keep(all, rule.age > 0, `age ${rule.age}`, (at) => (moments.age[at] ?? 0) >= rule.age);
    this.#keep(all, rule.error, 'error', (at) => (moments.errors[at] ?? 0) > 0);
    const partial = rule.sections.length < anywhere.length;
    this.#keep(all, partial, `in ${rule.sections.join()}`, (at) =>
      rule.sections.includes(moments.section[at] ?? 0),
    );
    return all;
  }

  #keep(all: Bits, asked: boolean, name: string, holds: (at: number) => boolean): void {
    if (!asked) return;
    let bits = this.#known.get(name);
    if (bits === undefined) {
      bits = bitsWhere(this.#moments, holds);
      this.#known.set(name, bits);
    }
    for (let at = 0; at < all.length; at++) all[at] = (all[at] ?? 0) & (bits[at] ?? 0);
  }
}

function bitsWhere({ at: times }: Moments, holds: (at: number) => boolean): Bits {
  const bits = new Uint32Array(Math.ceil(times.length / 32));
  for (let at = 0; at < times.length; at++)
    if (holds(at)) bits[at >> 5] = (bits[at >> 5] ?? 0) | (1 << (at & 31));
  return bits;
}

/** Invites everybody once, at the first of these moments with room. */
export function playBits(stream: Stream, bits: Bits, measuredFrom = 0): Played {
  const { moments } = stream;
  const floor = new Floor(stream, measuredFrom);
  const done = new Uint8Array(stream.visitors.arrival.length);
  for (let word = 0; word < bits.length; word++) {
    let rest = bits[word] ?? 0;
    while (rest !== 0) {
      const at = word * 32 + 31 - Math.clz32(rest & -rest);
      rest &= rest - 1;
      const visitor = moments.visitor[at] ?? 0;
      if (done[visitor] === 1) continue;
      const now = moments.at[at] ?? 0;
      floor.advance(now);
      if (floor.room(moments.skill[at] ?? 0, now) <= 0) continue;
      done[visitor] = 1;
      floor.invite(at);
    }
  }
  floor.advance(Infinity);
  return settle(stream, measuredFrom, floor.account);
}

/** Plays one rule for each skill together. */
export function playRules(stream: Stream, rules: readonly Rule[], measuredFrom = 0): Played {
  return playBits(stream, momentsOf(stream, rules), measuredFrom);
}

/** Where a manager's rules, one for each skill, would invite. Includes control on request. */
export function momentsOf(stream: Stream, rules: readonly Rule[], withControl = false): Bits {
  const ruleBits = new RuleBits(stream, withControl);
  const all = new Uint32Array(Math.ceil(stream.moments.at.length / 32));
  for (const [skill, rule] of rules.entries()) {
    const bits = ruleBits.of(rule, skill);
    for (let at = 0; at < all.length; at++) all[at] = (all[at] ?? 0) | (bits[at] ?? 0);
  }
  return all;
}

/**
 * The best rule for each skill: tries all on the first stream, and the best forty of them on the
 * second.
 */
export function bestRules(screening: Stream, tuning: Stream): readonly Rule[] {
  return screening.world.agents.map((_, skill) => {
    const first = ranked(screening, ruleFamily(), skill).slice(0, 40);
    const [best] = ranked(tuning, first, skill);
    if (best === undefined) throw new Error('the family of rules is empty');
    return best;
  });
}

function ranked(stream: Stream, rules: readonly Rule[], skill: number): readonly Rule[] {
  const bits = new RuleBits(stream);
  return rules
    .map((rule) => ({ rule, value: playBits(stream, bits.of(rule, skill)).value }))
    .sort((one, other) => other.value - one.value)
    .map(({ rule }) => rule);
}
