// Cases by REST: messages that were left, whose they are and how they stand.
import { z } from 'zod';
import { UserId } from '../../ids.ts';

/** PUT /conversations/:id/case: what is left out stays. Answering is a letter, not a state that is set. */
export const CaseChange = z
  .object({
    state: z.enum(['open', 'closed']).exactOptional(),
    /** Null: nobody's. */
    agent: UserId.nullable().exactOptional(),
  })
  .refine((change) => Object.keys(change).length > 0, 'say what is to change');
export type CaseChange = z.infer<typeof CaseChange>;
