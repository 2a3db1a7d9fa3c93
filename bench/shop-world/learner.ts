// The learner in the simulated shop. It begins as the manager's rule, with chance mixed in, and goes
// over to inviting where the gain it expects beats the price of the time and the worth of waiting.
// It reads what a policy may know and orders as they become known; of the true gains it sees nothing.
import {
  cellOf,
  laterWorth,
  learnNext,
  newWaiting,
} from '@opportune/core/learning/uplift/timing.ts';
import { seededRandom } from '@opportune/core/proof/random.test-support.ts';
import { ChatGain } from './chat-gain.ts';
import { FEATURES, writeFeatures } from './features.ts';
import { Floor, settle } from './floor.ts';
import type { ChatEnd, Played } from './floor.ts';
import type { Bits } from './rules.ts';
import { closeHour, newStaffedPrice, priceWith } from './staffed-price.ts';
import type { StaffedPrice } from './staffed-price.ts';
import type { Stream } from './stream.ts';

/** So many visitors are left to the manager's rule before what was learnt is used. */
const RULE_FIRST = 20_000;
/** One visitor in so many follows the rule for ever: the arm *always*. */
const ALWAYS_EVERY = 20;
/** Share of visitors invited, or not, at a moment of chance: first, and later. */
const EXPLORE_FIRST = 0.15;
const EXPLORE = 0.02;
/** Of those who would be invited, the share who are not, beside control: first, and later. */
const HELD_OUT_FIRST = 0.15;
const HELD_OUT = 0.02;
const CONTROL = 0.1;
/** Before this age of a visit nobody is invited but by chance: the prior of DESIGN. */
const EARLIEST_S = 30;
/** An order is known so long after a visit began. */
const KNOWN_AFTER_S = 7200;
const NONE = -1;

export interface LearntPlay extends Played {
  /** Share of the seeming gains that the randomised arms confirm. */
  readonly confirmed: number;
  /** From the first visitor on, what learning cost included. */
  readonly valueFromFirst: number;
}

/** Plays the learner over a whole stream; `rule` is where the manager would invite, control too. */
export function playLearner(
  stream: Stream,
  rule: Bits,
  { measuredFrom, seed }: { readonly measuredFrom: number; readonly seed: number },
): LearntPlay {
  const learner = new Learner(stream, rule, measuredFrom, seed);
  for (let at = 0; at < stream.moments.at.length; at++) learner.take(at);
  return learner.end();
}

class Learner {
  readonly #stream: Stream;
  readonly #rule: Bits;
  readonly #measuredFrom: number;
  readonly #random: () => number;
  readonly #floor: Floor;
  readonly #gains = new ChatGain();
  readonly #prices: readonly StaffedPrice[];
  readonly #waiting = newWaiting(32);
  readonly #row = new Float64Array(FEATURES);
  /** By visitor: the moment that was decided, with which probability, and what was done. */
  readonly #decided: Int32Array;
  readonly #probability: Float32Array;
  readonly #invited: Uint8Array;
  readonly #explores: Uint8Array;
  readonly #change: Float32Array;
  readonly #accepted: Uint8Array;
  readonly #handle: Float32Array;
  readonly #lastCell: Int32Array;
  /** Mean handle time in seconds by skill and device, and how many chats it rests on. */
  readonly #handleMean = new Float64Array(4).fill(420);
  readonly #handleSeen = new Float64Array(4).fill(10);
  #known = 0;
  #hourEndS = 3600;

  constructor(stream: Stream, rule: Bits, measuredFrom: number, seed: number) {
    const many = stream.visitors.arrival.length;
    this.#stream = stream;
    this.#rule = rule;
    this.#measuredFrom = measuredFrom;
    this.#random = seededRandom(seed);
    this.#floor = new Floor(stream, measuredFrom, (visitor, end) => this.#noteEnd(visitor, end));
    this.#prices = stream.world.agents.map((agents) => newStaffedPrice(agents));
    this.#decided = new Int32Array(many).fill(NONE);
    this.#probability = new Float32Array(many);
    this.#invited = new Uint8Array(many);
    this.#change = new Float32Array(many);
    this.#accepted = new Uint8Array(many);
    this.#handle = new Float32Array(many);
    this.#lastCell = new Int32Array(many).fill(NONE);
    this.#explores = Uint8Array.from({ length: many }, (_, visitor) =>
      this.#random() < (visitor < RULE_FIRST ? EXPLORE_FIRST : EXPLORE) ? 1 : 0,
    );
  }

  /** One moment of one visitor: decide, once a visit at most. */
  take(at: number): void {
    const { moments } = this.#stream;
    const now = moments.at[at] ?? 0;
    const visitor = moments.visitor[at] ?? 0;
    this.#learnUntil(now);
    if (this.#decided[visitor] !== NONE) return;
    this.#floor.advance(now);
    const room = this.#floor.room(moments.skill[at] ?? 0, now);
    if (this.#explores[visitor] === 1) {
      if (room > 0 && this.#random() < 0.2) this.#decide(at, 0.5);
    } else if (this.#wants(at, visitor, room)) {
      this.#decide(at, 1 - (this.#followsRule(visitor) ? HELD_OUT_FIRST : HELD_OUT));
    }
  }

  end(): LearntPlay {
    this.#floor.advance(Infinity);
    const played = settle(this.#stream, this.#measuredFrom, this.#floor.account);
    const { valueFromFirst } = this.#floor;
    return { ...played, valueFromFirst, confirmed: this.#gains.confirmed };
  }

  #wants(at: number, visitor: number, room: number): boolean {
    if (this.#followsRule(visitor))
      return room > 0 && (((this.#rule[at >> 5] ?? 0) >>> (at & 31)) & 1) === 1;
    if ((this.#stream.moments.age[at] ?? 0) < EARLIEST_S) return false;
    // What waiting is worth is learnt on every eighth visitor; others need a look only with room.
    const followed = visitor % 8 === 0;
    if (room <= 0 && !followed) return false;
    const worth = this.#worth(at, visitor, Math.ceil(room));
    const cell = cellOf(this.#kind(at), worth);
    if (followed) this.#follow(visitor, { cell, worth: room > 0 ? worth : 0 });
    return room > 0 && worth > 0 && worth > laterWorth(this.#waiting, cell);
  }

  /** At first, where gains are undecided, and always for one in twenty: so it can find back. */
  #followsRule(visitor: number): boolean {
    return visitor < RULE_FIRST || visitor % ALWAYS_EVERY === 7 || this.#gains.undecided;
  }

  /** Value gained less the price of the time, in charges of a typical invitation. */
  #worth(at: number, visitor: number, free: number): number {
    const { moments, visitors } = this.#stream;
    const price = this.#prices[moments.skill[at] ?? 0];
    if (price === undefined) return 0;
    writeFeatures(this.#stream, at, this.#row);
    const { gain, accepts } = this.#gains.expect(this.#row);
    const hours = (accepts * (this.#handleMean[this.#group(at)] ?? 0)) / 3600;
    const net = gain * (visitors.value[visitor] ?? 0) - hours * priceWith(price, free);
    return net / (Math.max(1, price.perHour) * 0.023);
  }

  #follow(visitor: number, next: { readonly cell: number; readonly worth: number }): void {
    const last = this.#lastCell[visitor] ?? NONE;
    if (last !== NONE) learnNext(this.#waiting, last, next);
    this.#lastCell[visitor] = next.cell;
  }

  #decide(at: number, probability: number): void {
    const { moments, visitors } = this.#stream;
    const visitor = moments.visitor[at] ?? 0;
    this.#decided[visitor] = at;
    this.#probability[visitor] = (1 - CONTROL) * probability;
    if (visitors.control[visitor] === 1 || this.#random() >= probability) return;
    this.#invited[visitor] = 1;
    writeFeatures(this.#stream, at, this.#row);
    const value = this.#gains.expect(this.#row).gain * (visitors.value[visitor] ?? 0);
    const price = this.#prices[moments.skill[at] ?? 0];
    if (price !== undefined) price.earned += value;
    this.#floor.invite(at);
  }

  #noteEnd(visitor: number, end: ChatEnd): void {
    this.#change[visitor] = end.change;
    this.#accepted[visitor] = end.type === 'declined' ? 0 : 1;
    if (end.type === 'served') this.#handle[visitor] = end.handleS;
  }

  #learnUntil(now: number): void {
    const { arrival } = this.#stream.visitors;
    while ((arrival[this.#known] ?? Infinity) < now - KNOWN_AFTER_S) this.#learn(this.#known++);
    if (now <= this.#hourEndS) return;
    this.#hourEndS += 3600;
    for (const price of this.#prices) closeHour(price);
  }

  #learn(visitor: number): void {
    const { luck, chance } = this.#stream.visitors;
    const at = this.#decided[visitor] ?? NONE;
    const last = this.#lastCell[visitor] ?? NONE;
    if (at === NONE) {
      if (last !== NONE) learnNext(this.#waiting, last, null);
      return;
    }
    writeFeatures(this.#stream, at, this.#row);
    const rate = (chance[visitor] ?? 0) + (this.#change[visitor] ?? 0);
    this.#gains.observe(this.#row, {
      invited: this.#invited[visitor] === 1,
      probability: this.#probability[visitor] ?? 0,
      accepted: this.#accepted[visitor] === 1,
      ordered: (luck[visitor] ?? 1) < rate,
    });
    const handleS = this.#handle[visitor] ?? 0;
    if (handleS > 0) this.#learnHandle(this.#group(at), handleS);
  }

  #learnHandle(group: number, handleS: number): void {
    const seen = (this.#handleSeen[group] ?? 0) + 1;
    this.#handleSeen[group] = seen;
    const mean = this.#handleMean[group] ?? 0;
    this.#handleMean[group] = mean + (handleS - mean) / seen;
  }

  /** By skill and device. */
  #group(at: number): number {
    const { moments, visitors } = this.#stream;
    return (moments.skill[at] ?? 0) * 2 + (visitors.mobile[moments.visitor[at] ?? 0] ?? 0);
  }

  /** What is told apart in the worth of waiting: time on the page, traces, pages seen. */
  #kind(at: number): number {
    const { moments } = this.#stream;
    const dwell = Math.min(3, Math.floor((moments.dwell[at] ?? 0) / 15));
    const pages = moments.pages[at] ?? 1;
    const stage = pages <= 1 ? 0 : pages <= 3 ? 1 : pages <= 6 ? 2 : 3;
    return (dwell * 2 + (moments.traces[at] ?? 0)) * 4 + stage;
  }
}
