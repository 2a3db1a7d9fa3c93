// How long a job that failed rests: up to twice as long each time, drawn from the whole span ("full
// jitter": Brooker, Exponential backoff and jitter, AWS 2015), so that what failed together does not
// come together.
import type { Random } from '@opportune/core/world/world.ts';
import { jobLimits } from '@opportune/protocol/limits.ts';

/** In ms; `attempt` is the number of the one that failed, from 1. */
export function backOffMs(attempt: number, random: Random): number {
  const span = jobLimits.firstRestMs * 2 ** Math.min(attempt - 1, 30);
  return Math.ceil(random.next() * Math.min(span, jobLimits.longestRestMs));
}
