// The back-off of a failed job: up to twice as long each time, drawn uniformly from zero ("full
// jitter": Brooker, Exponential backoff and jitter, AWS 2015), so that jobs that failed together
// are not retried together.
import type { Random } from '@opportune/core/world/world.ts';
import { jobLimits } from '@opportune/protocol/limits/accounts.ts';

/** In milliseconds. `attempt` is the number of the failed attempt, from 1. */
export function backOffMs(attempt: number, random: Random): number {
  const span = jobLimits.firstRestMs * 2 ** Math.min(attempt - 1, 30);
  return Math.ceil(random.next() * Math.min(span, jobLimits.longestRestMs));
}
