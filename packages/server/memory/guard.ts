// Keeps the process below its maximum resident memory if the bounds of the tables are not enough.
// It lets the heap grow only into what is free. As memory nears the maximum, it collects garbage, then
// releases what can be restored, and finally refuses new visitors without a connection. Connected
// visitors are always served.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { HeldBytes } from '@opportune/core/bounds/held-bytes.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import { repeat } from '@opportune/core/world/repeat.ts';
import type { Schedule } from '@opportune/core/world/world.ts';
import type { MemoryPlan } from './plan.ts';

const lookMs = 250;
/**
 * Shares of the maximum without what is reserved: where releasing begins, how far it goes, and where new visitors are
 * refused.
 */
const near = 0.8;
const eased = 0.72;
const tight = 0.9;
/** Collecting takes at most this share of the time, and has this minimum interval. */
const collectingPart = 0.05;
const leastCollectMs = 2000;
/**
 * By how many percent the heap may grow before V8 collects it. Left to itself, V8 lets garbage take up
 * to three times as much as what is in use, and knows nothing of the maximum.
 */
const growth = { least: 10, most: 100, own: 300 } as const;

export interface MemoryUse {
  /** Bytes of physical memory. */
  readonly resident: number;
  /** The part of it that the heap has reserved and does not use. The heap grows into that first. */
  readonly spare: number;
  /** What the heap uses, with garbage. */
  readonly used: number;
}

export interface MemoryGuardParts {
  readonly plan: MemoryPlan;
  readonly schedule: Schedule;
  readonly log: Pick<Log, 'warn' | 'info'>;
  readonly use: () => MemoryUse;
  /** Collects garbage and returns how many milliseconds it took. */
  readonly collect: () => number;
  /** Sets by how many percent the heap may grow before it is collected. 0: as V8 decides. */
  readonly growBy: (percent: number) => void;
  /** Monotonic, in milliseconds. */
  readonly now: () => number;
}

export class MemoryGuard {
  readonly plan: MemoryPlan;
  /** Everything that is on its way through the process, counted together. */
  readonly passing: HeldBytes;
  readonly #use: MemoryGuardParts;
  readonly #shedders: ((bytes: number) => void)[] = [];
  readonly #stop: () => void;
  #nextCollection = 0;
  #isTight = false;
  #growth = 0;

  constructor(parts: MemoryGuardParts) {
    this.plan = parts.plan;
    this.passing = new HeldBytes(parts.plan.passing);
    this.#use = parts;
    this.#stop = repeat(parts.schedule, lookMs, () => this.#look());
  }

  /** True while new visitors without a connection are refused. */
  get isTight(): boolean {
    return this.#isTight;
  }

  /**
   * Registers a function that releases this many restorable bytes when memory nears the maximum.
   */
  onNear(shed: (bytes: number) => void): void {
    this.#shedders.push(shed);
  }

  close(): void {
    this.#stop();
  }

  #look(): void {
    const { guardedBytes } = this.plan;
    let needed = this.#needed();
    this.#bound(near * guardedBytes - needed);
    if (needed > near * guardedBytes && this.#collect()) {
      needed = this.#needed();
      if (needed > near * guardedBytes) this.#shed(needed - eased * guardedBytes);
    }
    this.#say(needed > tight * guardedBytes);
  }

  #needed(): number {
    const { resident, spare } = this.#use.use();
    return resident - spare;
  }

  /** Lets the heap grow into as many bytes at most. */
  #bound(free: number): void {
    const { least, most, own } = growth;
    const percent = Math.floor((100 * free) / Math.max(1, this.#use.use().used));
    const bounded = percent >= own ? 0 : Math.min(most, Math.max(least, percent));
    if (bounded === this.#growth) return;
    this.#growth = bounded;
    this.#use.growBy(bounded);
  }

  /** False if it was done just now. */
  #collect(): boolean {
    const now = this.#use.now();
    if (now < this.#nextCollection) return false;
    const tookMs = this.#use.collect();
    this.#nextCollection = now + Math.max(leastCollectMs, tookMs / collectingPart);
    return true;
  }

  #shed(bytes: number): void {
    for (const shed of this.#shedders) shed(bytes);
  }

  #say(isTight: boolean): void {
    if (isTight === this.#isTight) return;
    this.#isTight = isTight;
    const fields = { ...this.#use.use(), maximum: this.plan.maximumBytes };
    if (isTight) this.#use.log.warn('memory.tight', fields);
    else this.#use.log.info('memory.eased', fields);
  }
}

/** The guard of this process. */
export function guardMemory(
  plan: MemoryPlan,
  schedule: Schedule,
  log: Pick<Log, 'warn' | 'info'>,
): MemoryGuard {
  const collect = collector();
  return new MemoryGuard({
    plan,
    schedule,
    log,
    now: () => performance.now(),
    use() {
      const { rss, heapTotal, heapUsed } = process.memoryUsage();
      return { resident: rss, spare: heapTotal - heapUsed, used: heapUsed };
    },
    growBy: (percent) => setFlagsFromString(`--heap-growing-percent=${percent}`),
    collect() {
      const began = performance.now();
      collect();
      return performance.now() - began;
    },
  });
}

/** V8 exposes its collector only to code that is created after the flag is set. */
function collector(): () => void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect !== 'function') throw new Error('memory: no garbage collector to be had');
  return () => void collect();
}
