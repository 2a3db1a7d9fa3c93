// Decides whose password is hashed next. A hash takes a core for some hundredths of a second, so
// few run at once and few wait. Known users (by a device that signed in before, a session or a
// link) go before strangers, but only a few in a row. Strangers take turns by address, one hash at
// a time, so that no flood blocks the others.
import type { Budgets, Place } from '@opportune/core/ports/budgets.ts';
import { networkOfPrefix } from '../../http/address/address-prefix.ts';
import { refuse } from '../../http/problem/refusal.ts';

export interface Waiter {
  readonly lane: 'known' | 'stranger';
  /** An address prefix, or the user id of a known user. */
  readonly payer: string;
}

export interface Turns {
  /** Runs the work in its turn. Throws `server.overloaded` at once if too many wait. */
  run<T>(waiter: Waiter, work: () => Promise<T>): Promise<T>;
  /** Runs several tasks one after another, each in its turn, in one place. */
  hold<T>(waiter: Waiter, works: (turn: Turn) => Promise<T>): Promise<T>;
}

/** Runs the work in its turn. */
export type Turn = <T>(work: () => Promise<T>) => Promise<T>;

/** Hashes at once, each using 19 MiB and a thread. Strangers get fewer. */
const atOnce = { all: 2, stranger: 1 } as const;
/** The most known users who may begin before a waiting stranger. */
const aheadOfStranger = 3;
/** The retry delay if no place is free, in milliseconds. By then many waiting ones are done. */
const fullMs = 1000;

export function createTurns(budgets: Budgets): Turns {
  return new HashTurns(budgets);
}

class HashTurns implements Turns {
  readonly #budgets: Budgets;
  readonly #waiting = { known: new Lane(), stranger: new Lane() };
  readonly #running = { known: 0, stranger: 0 };
  #ahead = 0;

  constructor(budgets: Budgets) {
    this.#budgets = budgets;
  }

  run<T>(waiter: Waiter, work: () => Promise<T>): Promise<T> {
    return this.hold(waiter, (turn) => turn(work));
  }

  async hold<T>(waiter: Waiter, works: (turn: Turn) => Promise<T>): Promise<T> {
    const leave = this.#budgets.enter(placesOf(waiter));
    if (leave === null) throw refuse('server.overloaded', { retryAfterMs: fullMs });
    try {
      return await works((work) => this.#inTurn(waiter, work));
    } finally {
      leave();
    }
  }

  async #inTurn<T>({ lane, payer }: Waiter, work: () => Promise<T>): Promise<T> {
    const turn = Promise.withResolvers<void>();
    this.#waiting[lane].push(payer, () => {
      this.#running[lane] += 1;
      turn.resolve();
    });
    this.#go();
    await turn.promise;
    try {
      return await work();
    } finally {
      this.#running[lane] -= 1;
      this.#go();
    }
  }

  #go(): void {
    for (let start = this.#next(); start !== undefined; start = this.#next()) start();
  }

  #next(): (() => void) | undefined {
    const running = this.#running;
    const waiting = this.#waiting;
    if (running.known + running.stranger >= atOnce.all) return undefined;
    const mayStranger = running.stranger < atOnce.stranger && !waiting.stranger.isEmpty;
    const isTheirs = mayStranger && (waiting.known.isEmpty || this.#ahead >= aheadOfStranger);
    this.#ahead = mayStranger && !isTheirs ? this.#ahead + 1 : 0;
    return isTheirs ? waiting.stranger.shift() : waiting.known.shift();
  }
}

function placesOf({ lane, payer }: Waiter): readonly Place[] {
  if (lane === 'known')
    return [
      { budget: 'sign_in.known', payer: 'all' },
      { budget: 'sign_in.user', payer },
    ];
  return [
    { budget: 'sign_in.strangers', payer: 'all' },
    { budget: 'sign_in.address', payer },
    { budget: 'sign_in.network', payer: networkOfPrefix(payer) },
  ];
}

/** Waiting tasks by payer. Each payer's first goes in rotation, however many one has. */
class Lane {
  readonly #queues = new Map<string, (() => void)[]>();

  get isEmpty(): boolean {
    return this.#queues.size === 0;
  }

  push(payer: string, start: () => void): void {
    const queue = this.#queues.get(payer);
    if (queue === undefined) this.#queues.set(payer, [start]);
    else queue.push(start);
  }

  shift(): (() => void) | undefined {
    const [first] = this.#queues;
    if (first === undefined) return undefined;
    const [payer, queue] = first;
    const start = queue.shift();
    this.#queues.delete(payer);
    if (queue.length > 0) this.#queues.set(payer, queue);
    return start;
  }
}
