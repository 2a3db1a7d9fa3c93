// Cases by REST: left messages, their agent and their status.
import { z } from 'zod';
import { UserId } from '../../ids.ts';

/**
 * PUT /conversations/:id/case. Fields left out stay. Answering is a letter, not a status to set.
 */
export const CaseChange = z
  .object({
    state: z.enum(['open', 'closed']).exactOptional(),
    /** Null: nobody's. */
    agent: UserId.nullable().exactOptional(),
  })
  .refine((change) => Object.keys(change).length > 0, 'say what is to change');
export type CaseChange = z.infer<typeof CaseChange>;
