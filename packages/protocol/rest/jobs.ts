// Dead letters by REST: jobs that failed until their deadline, or for good.
import { z } from 'zod';
import { JobId } from '../ids.ts';
import { listOf } from './common.ts';

export const DeadLetter = z.object({
  id: JobId,
  /** What was to be done, such as `delivery.send`. */
  kind: z.string(),
  /** What it queued for. */
  key: z.string(),
  /** Why the last attempt failed. */
  reason: z.string(),
  attempts: z.number().int(),
  madeAt: z.number(),
  diedAt: z.number(),
});

/** GET /dead-letters, newest first. */
export const DeadLetters = listOf(DeadLetter);
