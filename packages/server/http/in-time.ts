// Bounds what a connection waits for while it opens, so that a store that never answers leaves nobody
// with an open socket on which nothing happens.
import { socketLimits } from '@opportune/protocol/limits/connections.ts';
import { refuse } from './problem/refusal.ts';

/** Settles like the work. Rejects with `engine.unavailable` if that takes longer than `socketLimits.openMs`. */
export async function inTime<T>(work: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(refuse('engine.unavailable')), socketLimits.openMs);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
