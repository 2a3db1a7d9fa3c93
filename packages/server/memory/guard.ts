// Keeps the process below its maximum resident memory if the bounds of the tables are not enough.
// As memory nears the maximum, it first collects garbage, then releases what can be restored, and
// finally refuses new visitors without a connection. Connected visitors are always served.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Log } from '@opportune/core/ports/log.ts';
import { repeat } from '@opportune/core/world/repeat.ts';
import type { Schedule } from '@opportune/core/world/world.ts';
import type { MemoryPlan } from './plan.ts';

const lookMs = 250;
/**
 * Shares of the maximum: where releasing begins, how far it goes, and where new visitors are
 * refused.
 */
const near = 0.8;
const eased = 0.72;
const tight = 0.9;
/** Collecting takes at most this share of the time, and has this minimum interval. */
const collectingPart = 0.05;
const leastCollectMs = 2000;

export interface MemoryUse {
  /** Bytes of physical memory. */
  readonly resident: number;
  /** The part of it that the heap has reserved and does not use. The heap grows into that first. */
  readonly spare: number;
}

export interface MemoryGuardParts {
  readonly plan: MemoryPlan;
  readonly schedule: Schedule;
  readonly log: Pick<Log, 'warn' | 'info'>;
  readonly use: () => MemoryUse;
  /** Collects garbage and returns how many milliseconds it took. */
  readonly collect: () => number;
  /** Monotonic, in milliseconds. */
  readonly now: () => number;
}

export class MemoryGuard {
  readonly plan: MemoryPlan;
  readonly #use: MemoryGuardParts;
  readonly #shedders: ((bytes: number) => void)[] = [];
  readonly #stop: () => void;
  #nextCollection = 0;
  #isTight = false;

  constructor(parts: MemoryGuardParts) {
    this.plan = parts.plan;
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
    const { maximumBytes } = this.plan;
    let needed = this.#needed();
    if (needed > near * maximumBytes && this.#collect()) {
      needed = this.#needed();
      if (needed > near * maximumBytes) this.#shed(needed - eased * maximumBytes);
    }
    this.#say(needed > tight * maximumBytes);
  }

  #needed(): number {
    const { resident, spare } = this.#use.use();
    return resident - spare;
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
      return { resident: rss, spare: heapTotal - heapUsed };
    },
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
