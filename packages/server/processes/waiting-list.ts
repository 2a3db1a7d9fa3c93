// Connections that wait for one shard, the oldest first. Bounded in number, bytes and time: beyond, the
// address that has most of them loses its oldest one, so that a flood takes no place from others.
import type { Connection } from './connection.ts';

export interface WaitingLimits {
  readonly connections: number;
  /** Of what was read from them. */
  readonly bytes: number;
  readonly ms: number;
}

interface Waiting {
  readonly connection: Connection;
  /** In milliseconds, as `now` of `push`. */
  readonly until: number;
}

export class WaitingList {
  readonly #limits: WaitingLimits;
  /** The oldest first, all and those of each payer. */
  readonly #all = new Set<Waiting>();
  readonly #ofPayer = new Map<string, Set<Waiting>>();
  #sizeBytes = 0;

  constructor(limits: WaitingLimits) {
    this.#limits = limits;
  }

  push(connection: Connection, now: number): void {
    const waiting = { connection, until: now + this.#limits.ms };
    this.#all.add(waiting);
    const ofPayer = this.#ofPayer.get(connection.payer) ?? new Set();
    this.#ofPayer.set(connection.payer, ofPayer.add(waiting));
    this.#sizeBytes += connection.sizeBytes;
    while (this.#all.size > this.#limits.connections || this.#sizeBytes > this.#limits.bytes)
      this.#destroy(this.#oldestOfHeaviest());
  }

  /** The oldest one. */
  shift(): Connection | undefined {
    const [oldest] = this.#all;
    this.#remove(oldest);
    return oldest?.connection;
  }

  /** Destroys those that have waited for too long. */
  expire(now: number): void {
    for (const waiting of this.#all) {
      if (waiting.until >= now) return;
      this.#destroy(waiting);
    }
  }

  /** Destroys all. */
  clear(): void {
    for (const waiting of this.#all) this.#destroy(waiting);
  }

  #oldestOfHeaviest(): Waiting | undefined {
    let heaviest: ReadonlySet<Waiting> = new Set();
    for (const ofPayer of this.#ofPayer.values())
      if (ofPayer.size > heaviest.size) heaviest = ofPayer;
    return [...heaviest][0];
  }

  #destroy(waiting: Waiting | undefined): void {
    this.#remove(waiting);
    waiting?.connection.destroy();
  }

  #remove(waiting: Waiting | undefined): void {
    if (waiting === undefined || !this.#all.delete(waiting)) return;
    const { payer, sizeBytes } = waiting.connection;
    this.#sizeBytes -= sizeBytes;
    const ofPayer = this.#ofPayer.get(payer);
    ofPayer?.delete(waiting);
    if (ofPayer?.size === 0) this.#ofPayer.delete(payer);
  }
}
