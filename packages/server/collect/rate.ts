// Token buckets for the public intake: one a visitor, one a client address. Both tables are bounded;
// what falls out starts full again, so a flood of new keys costs memory nothing and lets through no
// more than each key's burst. Addresses are hashed by nobody and stored nowhere but here.
import { intakeLimits } from '@opportune/protocol/limits.ts';
import { BoundedMap } from './bounded-map.ts';

export interface BucketOptions {
  readonly perSecond: number;
  readonly burst: number;
  readonly keys: number;
}

interface Bucket {
  tokens: number;
  at: number;
}

export class Buckets {
  readonly #options: BucketOptions;
  readonly #buckets: BoundedMap<string, Bucket>;

  constructor(options: BucketOptions) {
    this.#options = options;
    this.#buckets = new BoundedMap(options.keys);
  }

  /** Takes `wanted` tokens, or as many as there are; answers how many. `now` in ms. */
  takeUpTo(key: string, wanted: number, now: number): number {
    const bucket = this.#refilled(key, now);
    const taken = Math.min(wanted, Math.floor(bucket.tokens));
    bucket.tokens -= taken;
    return taken;
  }

  /** Takes all of `wanted` or nothing; more than the burst counts as the burst, else it could never pass. */
  takeAll(key: string, wanted: number, now: number): boolean {
    const bucket = this.#refilled(key, now);
    const cost = Math.min(wanted, this.#options.burst);
    if (bucket.tokens < cost) return false;
    bucket.tokens -= cost;
    return true;
  }

  #refilled(key: string, now: number): Bucket {
    const { perSecond, burst } = this.#options;
    const bucket = this.#buckets.of(key, () => ({ tokens: burst, at: now }));
    const elapsedMs = Math.max(0, now - bucket.at);
    bucket.tokens = Math.min(burst, bucket.tokens + (elapsedMs * perSecond) / 1000);
    bucket.at = now;
    return bucket;
  }
}

export interface Rates {
  readonly visitors: Buckets;
  readonly addresses: Buckets;
}

/** The buckets with the written limits. */
export function createRates(): Rates {
  const { visitorEventsPerSecond, visitorBurst, addressRequestsPerSecond, addressBurst } =
    intakeLimits;
  return {
    visitors: new Buckets({ perSecond: visitorEventsPerSecond, burst: visitorBurst, keys: 50_000 }),
    addresses: new Buckets({
      perSecond: addressRequestsPerSecond,
      burst: addressBurst,
      keys: 20_000,
    }),
  };
}
