// What a learner in the simulated shop knows of invitations: who accepts, for how long, and what a
// chat gains. Which visitors gain more is learnt from those who chatted against everybody else, which
// is sharp but may flatter; how much is gained at all is set by the randomised arms alone.
import { learn, newLaplaceLogistic, sigmoid } from '@opportune/core/learning/laplace-logistic.ts';
import type { LaplaceLogistic } from '@opportune/core/learning/laplace-logistic.ts';
import { FEATURES } from './features.ts';

/** What an invitation at a moment is expected to come to. */
export interface Expected {
  /** Added to the probability of an order, chance of acceptance included. */
  readonly gain: number;
  /** The same before the randomised arms confirmed it. */
  readonly seeming: number;
  readonly accepts: number;
  /** Probability of an order without an invitation. */
  readonly rate: number;
}

/** What came of a randomised decision. */
export interface Outcome {
  readonly invited: boolean;
  /** With which the visitor was to be invited. */
  readonly probability: number;
  readonly accepted: boolean;
  readonly ordered: boolean;
}

const WIDTH = FEATURES + 1;
/** Weight of the belief that the chats' gains are as they seem; about its squared standard errors. */
const BELIEF = 4;

export class ChatGain {
  /** Main effects, what a chat adds to them, and what it means to have declined. */
  readonly #orders: LaplaceLogistic;
  readonly #accepts: LaplaceLogistic;
  readonly #whole = new Float64Array(2 * WIDTH + 1);
  #along = 0;
  #square = 0;

  constructor() {
    const none = new Array<number>(FEATURES).fill(0);
    const chat = new Array<number>(FEATURES).fill(0.4);
    const main = new Array<number>(FEATURES).fill(1);
    const shy = new Array<number>(FEATURES).fill(0.1);
    this.#orders = newLaplaceLogistic(
      [-2.9, ...none, 0.3, ...none, 0],
      [1, ...main, 1, ...chat, 0.1],
    );
    this.#accepts = newLaplaceLogistic([-1.5, ...none], [1, ...shy]);
  }

  /**
   * How much of the gains that chats seem to have the randomised arms confirm, less one standard
   * error: while little is known agents are not kept busy on a belief.
   */
  get confirmed(): number {
    return Math.min(1.3, Math.max(0, this.#slope - this.#error));
  }

  /** Neither confirmed nor refuted: the manager's rule is the better guess. */
  get undecided(): boolean {
    return this.confirmed < 0.25 && this.#error > 0.15;
  }

  get #error(): number {
    return 1 / Math.sqrt(BELIEF + this.#square);
  }

  get #slope(): number {
    return (BELIEF + this.#along) / (BELIEF + this.#square);
  }

  expect(row: Float64Array): Expected {
    const accepts = sigmoid(along(this.#accepts, row, 0));
    const logit = along(this.#orders, row, 0);
    const rate = sigmoid(logit);
    const seeming = sigmoid(logit + along(this.#orders, row, WIDTH)) - rate;
    return { gain: accepts * seeming * this.confirmed, seeming: accepts * seeming, accepts, rate };
  }

  observe(row: Float64Array, outcome: Outcome): void {
    this.#confirm(row, outcome);
    const whole = this.#whole;
    whole.fill(0);
    whole[0] = 1;
    whole.set(row, 1);
    if (outcome.invited) {
      learn(this.#accepts, whole.subarray(0, WIDTH), outcome.accepted ? 1 : 0);
      if (!outcome.accepted) whole[2 * WIDTH] = 1;
      else {
        whole[WIDTH] = 1;
        whole.set(row, WIDTH + 1);
      }
    }
    learn(this.#orders, whole, outcome.ordered ? 1 : 0);
  }

  /**
   * Regresses what the outcome left unexplained on (invited − its probability) × the gain as it
   * seems: P. Robinson (1988). Its slope is about 1 where chats gain what they seem to, 0 where they
   * only attract those who would have ordered.
   */
  #confirm(row: Float64Array, { invited, probability, ordered }: Outcome): void {
    const { seeming, rate } = this.expect(row);
    const weight = 1 / Math.max(0.01, rate * (1 - rate));
    const moved = (Number(invited) - probability) * seeming;
    this.#along += weight * moved * (Number(ordered) - rate - probability * seeming * this.#slope);
    this.#square += weight * moved * moved;
  }
}

function along({ mean }: LaplaceLogistic, row: Float64Array, from: number): number {
  let sum = mean[from] ?? 0;
  for (let at = 0; at < FEATURES; at++) sum += (mean[from + 1 + at] ?? 0) * (row[at] ?? 0);
  return sum;
}
