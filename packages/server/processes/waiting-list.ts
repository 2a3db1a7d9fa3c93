// Connections that wait for one shard, the oldest first. Bounded in number, bytes and time: beyond, the
// address that has most connections, or bytes, loses its oldest one, so that a flood takes no place from
// others.
import type { Connection } from './connection.ts';

export interface WaitingLimits {
  readonly connections: number;
  /** Of what was read from them. */
  readonly bytes: number;
  readonly ms: number;
}

/** The oldest first. */
interface OfPayer {
  readonly all: Set<Waiting>;
  sizeBytes: number;
}

interface Waiting {
  readonly connection: Connection;
  /** In milliseconds, as `now` of `push`. */
  readonly until: number;
}

export class WaitingList {
  readonly #limits: WaitingLimits;
  /** The oldest first. */
  readonly #all = new Set<Waiting>();
  readonly #ofPayer = new Map<string, OfPayer>();
  #sizeBytes = 0;

  constructor(limits: WaitingLimits) {
    this.#limits = limits;
  }

  push(connection: Connection, now: number): void {
    const waiting = { connection, until: now + this.#limits.ms };
    this.#all.add(waiting);
    const ofPayer = this.#ofPayer.get(connection.payer) ?? { all: new Set(), sizeBytes: 0 };
    this.#ofPayer.set(connection.payer, ofPayer);
    ofPayer.all.add(waiting);
    ofPayer.sizeBytes += connection.sizeBytes;
    this.#sizeBytes += connection.sizeBytes;
    while (this.#all.size > this.#limits.connections)
      this.#destroy(this.#oldestOfHeaviest(({ all }) => all.size));
    while (this.#sizeBytes > this.#limits.bytes)
      this.#destroy(this.#oldestOfHeaviest(({ sizeBytes }) => sizeBytes));
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

  #oldestOfHeaviest(weight: (ofPayer: OfPayer) => number): Waiting | undefined {
    const [first, ...others] = this.#ofPayer.values();
    const heaviest = others.reduce(
      (most, ofPayer) => (most && weight(ofPayer) > weight(most) ? ofPayer : most),
      first,
    );
    return heaviest?.all.values().next().value;
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
    if (ofPayer === undefined) return;
    ofPayer.all.delete(waiting);
    ofPayer.sizeBytes -= sizeBytes;
    if (ofPayer.all.size === 0) this.#ofPayer.delete(payer);
  }
}
