// One schedule of a simulated cluster, by its seed: some shards, some clients, and everything that
// goes wrong between machines. Then it heals, and nothing may be missing.
import assert from 'node:assert/strict';
import { Books } from './books.test-support.ts';
import { checkEnd } from './check-end.test-support.ts';
import { ClusterOwner } from './owner.test-support.ts';
import { People } from './people.test-support.ts';
import type { PlantedFault } from './planted.test-support.ts';
import { Stores } from './stores.test-support.ts';
import type { Surroundings } from './surroundings.test-support.ts';
import { VirtualTime } from './virtual-time.test-support.ts';
import { Wires } from './wires.test-support.ts';

export interface Size {
  readonly shards: number;
  readonly visitors: number;
  readonly accounts: number;
  /** Between two events of a visitor, on average. */
  readonly meanMs: number;
  /** How many things go wrong. */
  readonly troubles: number;
}

const troubledMs = 14_000;
/** The longest that a healed cluster may take until nobody waits. */
const healedMs = 60_000;
const stores = ['register', 'facts', 'records'];

/** Plays one schedule. Throws at what may never happen. */
export function playCluster(seed: number, planted: PlantedFault | null = null): Books {
  const cluster = new Cluster(seed, planted);
  try {
    cluster.play();
  } catch (error) {
    if (error instanceof Error) error.message = `seed ${seed}: ${error.message}`;
    throw error;
  }
  return cluster.around.books;
}

function sizeOf(time: VirtualTime): Size {
  const meanMs = 1500;
  const dice = time.next();
  if (dice < 0.01)
    return { shards: time.between(20, 50), visitors: 60, accounts: 8, meanMs, troubles: 8 };
  if (dice < 0.02) return { shards: 3, visitors: 1000, accounts: 20, meanMs: 8000, troubles: 8 };
  const shards = dice < 0.15 ? time.between(6, 12) : time.between(3, 5);
  return {
    shards,
    visitors: time.between(5, 25),
    accounts: 4,
    meanMs,
    troubles: time.between(3, 9),
  };
}

class Cluster {
  readonly around: Surroundings;
  readonly #owners = new Map<string, ClusterOwner>();
  readonly #people: People;
  readonly #size: Size;
  #processes = 0;
  #isTroubled = true;
  /** The newest version of each shard's build. */
  readonly #builds = new Map<string, number>();

  constructor(seed: number, planted: PlantedFault | null) {
    const time = new VirtualTime(seed);
    const wires = new Wires(time);
    const books = new Books();
    const at = (address: string) => this.#living().find((one) => one.process.address === address);
    this.around = { time, wires, books, planted, stores: new Stores(books, planted), at };
    this.#size = sizeOf(time);
    this.#people = new People(time, wires, () => time.pick(this.#living()));
  }

  play(): void {
    const { time } = this.around;
    const { shards, visitors, accounts, meanMs, troubles } = this.#size;
    for (let shard = 0; shard < shards; shard += 1)
      time.after(time.between(0, 500), () => this.#start(`s${shard}`));
    time.runUntil(2500);
    this.#people.add('event', visitors, troubledMs, meanMs);
    this.#people.add('note', accounts, troubledMs, meanMs);
    for (let trouble = 0; trouble < troubles; trouble += 1)
      time.after(time.between(100, troubledMs - 4000), () => this.#trouble());
    time.runUntil(troubledMs);
    this.#heal();
    const end = time.now + healedMs;
    while (time.now < end && this.#people.waiting.length > 0) time.runUntil(time.now + 1000);
    time.runUntil(time.now + 8000);
    assert.deepEqual(this.#people.waiting, [], 'clients who still wait');
    checkEnd(this.around, this.#people, this.#living());
  }

  #living(): readonly ClusterOwner[] {
    return [...this.#owners.values()].filter(({ isOver }) => !isOver);
  }

  #start(shard: string): void {
    const { time } = this.around;
    const newest = this.#builds.get(shard) ?? 1;
    this.#builds.set(shard, newest);
    const before = this.#owners.get(shard);
    if (before !== undefined && !before.isOver) return;
    const holder = `${shard}.${(this.#processes += 1)}`;
    const speaks = { oldest: newest - 1, newest };
    this.#owners.set(shard, new ClusterOwner(this.around, shard, holder, speaks));
    this.#superviseAfter(time.between(200, 1500), shard);
  }

  /** What ended is started again. */
  #superviseAfter(delayMs: number, shard: string): void {
    this.around.time.after(delayMs, () => {
      if (this.#owners.get(shard)?.isOver === true) this.#start(shard);
      else this.#superviseAfter(500, shard);
    });
  }

  #trouble(): void {
    const { time, wires } = this.around;
    const one = time.pick(this.#living());
    if (one === undefined || !this.#isTroubled) return;
    const { process } = one;
    const longMs = time.between(200, 5000);
    const troubles: readonly (() => void)[] = [
      () => process.pause(time.between(200, 8000)),
      () => process.pauseNextTurn(time.between(1000, 6000)),
      () => one.end(),
      () => this.#cutOff(process.address, stores, longMs),
      () => this.#cutOff(process.address, [time.pick(stores) ?? ''], longMs),
      () => this.#split(longMs),
      () => this.#cutOffAll(time.pick(stores) ?? '', longMs),
      () => {
        process.wallOffsetMs += time.between(-3_600_000, 3_600_000);
      },
      () => {
        Object.assign(wires.faults, { lost: 0.1, twice: 0.1, late: 0.05 });
        time.after(longMs, () => Object.assign(wires.faults, { lost: 0, twice: 0, late: 0 }));
      },
      () => this.#upgrade(time.chance(0.2) ? 2 : 1),
      () => this.#start(`s${this.#size.shards + time.between(0, 2)}`),
      () => one.drain(),
    ];
    time.pick(troubles)?.();
  }

  #cutOff(address: string, from: readonly string[], forMs: number): void {
    const { time, wires } = this.around;
    const ways = time.between(1, 3);
    for (const other of from) {
      if ((ways & 1) > 0) wires.cut(address, other, forMs);
      if ((ways & 2) > 0) wires.cut(other, address, forMs);
    }
  }

  #cutOffAll(store: string, forMs: number): void {
    for (const { process } of this.#living()) this.#cutOff(process.address, [store], forMs);
  }

  /** Some processes cannot reach the others. */
  #split(forMs: number): void {
    const { time } = this.around;
    const living = this.#living();
    const apart = living.filter(() => time.chance(0.4));
    const rest = living.filter((one) => !apart.includes(one));
    for (const { process } of apart)
      this.#cutOff(
        process.address,
        rest.map((other) => other.process.address),
        forMs,
      );
  }

  /** One process after another leaves and comes back as a newer build. */
  #upgrade(by: number): void {
    const { time } = this.around;
    let delayMs = 0;
    for (const [shard, owner] of this.#owners) {
      const newest = (this.#builds.get(shard) ?? 1) + by;
      time.after(delayMs, () => {
        if (!this.#isTroubled) return;
        this.#builds.set(shard, newest);
        owner.drain();
      });
      delayMs += time.between(300, 1500);
    }
  }

  #heal(): void {
    this.#isTroubled = false;
    const newest = Math.max(...this.#builds.values());
    for (const shard of this.#builds.keys()) this.#builds.set(shard, newest);
    this.around.wires.heal();
  }
}
