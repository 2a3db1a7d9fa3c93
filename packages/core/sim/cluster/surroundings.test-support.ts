// What every part of a simulated cluster shares, and the clocks of one process.
import type { Books } from './books.test-support.ts';
import type { PlantedFault } from './planted.test-support.ts';
import type { Stores } from './stores.test-support.ts';
import type { VirtualTime } from './virtual-time.test-support.ts';
import type { Wires } from './wires.test-support.ts';

export interface Surroundings {
  readonly time: VirtualTime;
  readonly wires: Wires;
  readonly stores: Stores;
  readonly books: Books;
  readonly planted: PlantedFault | null;
  /** The process at this address, if it runs. */
  readonly at: (address: string) => Reached | undefined;
}

/** What reaches a process. */
export interface Reached {
  receive(message: Message): void;
}

export interface Message {
  /** A visitor's event, or a note for an account's desk. */
  readonly kind: 'event' | 'note';
  /** The visitor or the account. */
  readonly key: number;
  readonly hash: number;
  /** The client's own id of it. */
  readonly id: number;
  readonly epoch: number;
  readonly hops: number;
  /** The version of the frame. Null: it came from a client. */
  readonly version: number | null;
  /** Tells the client that it is stored. */
  readonly stored: () => void;
}

/**
 * A process as the machine runs it: its clocks, and its pauses, which may begin in the middle of a turn:
 * what was decided before leaves after.
 */
export class SimulatedProcess {
  isAlive = true;
  /** How much faster than the others its clock runs. */
  rate: number;
  /** Its time of day, in ms. It may be set. */
  wallOffsetMs: number;
  readonly address: string;
  readonly #time: VirtualTime;
  readonly #clockOffset: number;
  #pausedUntil = 0;
  #sent: (() => void)[] | null = null;
  #pauseNext = 0;

  constructor(time: VirtualTime, address: string) {
    this.#time = time;
    this.address = address;
    this.rate = 0.98 + time.next() * 0.04;
    this.#clockOffset = time.between(0, 1_000_000);
    this.wallOffsetMs = time.between(-3000, 3000);
  }

  /** A clock that only runs forward. */
  now(): number {
    return this.#clockOffset + this.#time.now * this.rate;
  }

  /** The instant at which its clock shows this, or a little later. */
  instantOf(now: number): number {
    return (now - this.#clockOffset) / this.rate + 0.01;
  }

  wall(): number {
    return 1_000_000 + this.#time.now + this.wallOffsetMs;
  }

  pause(forMs: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#time.now + forMs);
  }

  /** Stops in the middle of its next turn. */
  pauseNextTurn(forMs: number): void {
    this.#pauseNext = forMs;
  }

  /** One turn of its event loop, when it runs. Nothing, if it ended. */
  turn(run: () => void): void {
    if (!this.isAlive) return;
    if (this.#pausedUntil > this.#time.now)
      return this.#time.at(this.#pausedUntil, () => this.turn(run));
    if (this.#sent !== null) return run();
    const sent: (() => void)[] = [];
    this.#sent = sent;
    run();
    this.#sent = null;
    if (this.#pauseNext === 0 || sent.length === 0) return leaveAll(sent);
    this.pause(this.#pauseNext);
    this.#pauseNext = 0;
    this.#time.at(this.#pausedUntil, () => {
      if (this.isAlive) leaveAll(sent);
    });
  }

  /** What leaves the process at the end of this turn. */
  leave(send: () => void): void {
    if (this.#sent === null) send();
    else this.#sent.push(send);
  }
}

function leaveAll(sent: readonly (() => void)[]): void {
  for (const send of sent) send();
}
