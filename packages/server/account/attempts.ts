// Bounds how often something is tried, per key, as a bucket that refills evenly. It holds at most
// so many keys; beyond, the one that waited longest is forgotten.
import type { Clock } from '@opportune/core/world/world.ts';

export interface Attempts {
  /** False where the key has none left. */
  take(key: string): boolean;
  /** The attempt was a good one and does not count. */
  giveBack(key: string): void;
}

/** `burst` at once, all of them back after `refillMs`. */
export function createAttempts(
  clock: Clock,
  burst: number,
  refillMs: number,
  mostKeys = 10_000,
): Attempts {
  const buckets = new Map<string, { left: number; at: number }>();

  function bucketOf(key: string): { left: number; at: number } {
    const now = clock.now();
    const found = buckets.get(key);
    const left =
      found === undefined
        ? burst
        : Math.min(burst, found.left + ((now - found.at) * burst) / refillMs);
    const bucket = { left, at: now };
    buckets.delete(key);
    buckets.set(key, bucket);
    if (buckets.size > mostKeys) forgetOldest(buckets);
    return bucket;
  }

  return {
    take(key) {
      const bucket = bucketOf(key);
      if (bucket.left < 1) return false;
      bucket.left -= 1;
      return true;
    },
    giveBack(key) {
      const bucket = bucketOf(key);
      bucket.left = Math.min(burst, bucket.left + 1);
    },
  };
}

function forgetOldest(buckets: Map<string, unknown>): void {
  const oldest = buckets.keys().next();
  if (oldest.done !== true) buckets.delete(oldest.value);
}
